import { createHash } from 'node:crypto';
import { verifiedToken } from './verified-token.js';

const claims = {
  sub: 'm1',
  client_id: 'm1',
  jti: 'one',
  scope: 'b a',
  iat: 1_800_000_000,
  exp: 1_800_001_800,
  nested: { list: [{ deep: true }] },
};
const verify = (override: object = {}) =>
  verifiedToken({ keyId: 'd-1', token: 'a.b.c', claims: { ...claims, ...override } }, 30);

describe('a verified token', () => {
  it('says who is calling', () => {
    const { caller } = verify();
    const { issuedAt, expiresAt } = caller;
    expect({ ...caller, issuedAt, expiresAt }).toEqual({
      name: 'm1',
      clientId: 'm1',
      chain: [],
      scopes: ['b', 'a'],
      tokenId: 'one',
      keyThumbprint: undefined,
      issuedAt: new Date('2027-01-15T08:00:00Z'),
      expiresAt: new Date('2027-01-15T08:30:00Z'),
      claims,
    });
    expect(JSON.parse(JSON.stringify(caller))).toMatchObject({
      issuedAt: '2027-01-15T08:00:00.000Z',
    });
  });

  it('says on whose behalf it calls, the first caller first', () => {
    const act = { sub: 'm3', act: { sub: 'm2' } };
    expect(verify({ act }).caller.chain).toEqual(['m2', 'm3']);
  });

  it('knows what a proof has to fit when it is bound to a key', () => {
    const jkt = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';
    const { caller, binding } = verify({ cnf: { jkt } });
    expect(caller.keyThumbprint).toBe(jkt);
    const tokenHash = createHash('sha256').update('a.b.c').digest('base64url');
    expect(binding).toEqual({ keyThumbprint: jkt, tokenHash });
    expect(verify().binding).toBeUndefined();
  });

  it('ends at exp plus tolerance', () => {
    expect(verify().endsAtMs).toBe((claims.exp + 30) * 1000);
  });

  it.each([undefined, ''])('has no scopes when the claim is %j', (scope) => {
    expect(verify({ scope }).caller.scopes).toEqual([]);
  });

  it('names the caller as its own client and has no id when the token says neither', () => {
    const { caller } = verify({ client_id: undefined, jti: undefined });
    expect(caller).toMatchObject({ clientId: 'm1', tokenId: undefined });
  });

  it('cannot be changed by one handler for the next, however deep', () => {
    const { caller } = verify();
    const nested = caller.claims['nested'] as { list: { deep: boolean }[] };
    expect(() => Object.assign(caller, { name: 'm9' })).toThrow(TypeError);
    expect(() => (caller.scopes as string[]).push('admin')).toThrow(TypeError);
    expect(() => Object.assign(nested.list[0] ?? {}, { deep: false })).toThrow(TypeError);
    caller.expiresAt.setFullYear(3000);
    expect(caller.expiresAt.getUTCFullYear()).toBe(2027);
  });
});
