import { Strategy as PassportJwtStrategy } from 'passport-jwt';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { encodePart, newKey, TokenForge } from '../../../../test/support/token-forge.js';
import type { ClaimExpectations } from './claim-rules.js';
import { parseCompactJws } from './compact-jws.js';
import { JwtStrategy } from './jwt.strategy.js';
import { KeySet } from './key-set.js';
import type { VerifiedToken } from './verified-token.js';

const clock = new FakeClock();
const forge = new TokenForge(() => clock.nowMs());
const keySetOf = (source: () => Promise<unknown>) =>
  new KeySet({
    source,
    clock,
    timing: { refreshIntervalMs: 300_000, cooldownMs: 30_000, maxStaleMs: 86_400_000 },
  });
const expected = (audience: string): ClaimExpectations => ({
  kind: 'access-token',
  audience,
  issuer: 'auth-server',
  clockToleranceSec: 30,
  maxTokenLifetimeSec: 7200,
});
const keySet = keySetOf(() => Promise.resolve(forge.jwks()));
const m2 = new JwtStrategy({ keySet, clock, expected: expected('m2') });
const m3 = new JwtStrategy({ keySet, clock, expected: expected('m3') });
const verify = (token: string, strategy = m2) => strategy.verify(parseCompactJws(token));
const code = (value: string) => expect.objectContaining({ code: value });

describe('the strategy', () => {
  it('verifies a good token', async () => {
    const token = forge.accessToken({ scope: 'a' });
    await expect(verify(token)).resolves.toMatchObject({
      keyId: forge.accessKey.keyId,
      caller: { name: 'm1', scopes: ['a'] },
    });
  });

  it.each([
    ['M2M_SIGNATURE_INVALID', () => forge.accessToken({}, { signWith: newKey('x').privateKey })],
    ['M2M_TOKEN_EXPIRED', () => forge.accessToken({ exp: clock.nowMs() / 1000 - 30 })],
    ['M2M_ISSUER_MISMATCH', () => forge.accessToken({ iss: 'other' })],
    ['M2M_AUDIENCE_MISMATCH', () => forge.accessToken({ aud: 'm3' })],
    ['M2M_KEY_UNKNOWN', () => forge.accessToken({}, { header: { kid: 'd-other' } })],
  ])('refuses for %s alone', async (reason, token) => {
    await expect(verify(token())).rejects.toThrow(code(reason));
  });

  it('judges a token just the same when its key has to be fetched first', async () => {
    const cold = (token: string) =>
      verify(
        token,
        new JwtStrategy({
          keySet: keySetOf(() => Promise.resolve(forge.jwks())),
          clock,
          expected: expected('m2'),
        }),
      );
    await expect(cold(forge.accessToken())).resolves.toMatchObject({ caller: { name: 'm1' } });
    await expect(cold(forge.accessToken({ iss: 'x' }))).rejects.toThrow(
      code('M2M_ISSUER_MISMATCH'),
    );
    const forged = forge.accessToken({}, { signWith: newKey('x').privateKey });
    await expect(cold(forged)).rejects.toThrow(code('M2M_SIGNATURE_INVALID'));
  });

  it('refuses claims that were changed after signing', async () => {
    const [header, payload = '', signature] = forge.accessToken({ aud: 'm3' }).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = [header, encodePart({ ...claims, aud: 'm2' }), signature].join('.');
    await expect(verify(forged)).rejects.toThrow(code('M2M_SIGNATURE_INVALID'));
  });

  it('judges time by the injected clock, not by that of the machine', async () => {
    const token = forge.accessToken({ nbf: clock.nowMs() / 1000 });
    clock.advance(1_829_000);
    await expect(verify(token)).resolves.toBeDefined();
    clock.advance(1000);
    await expect(verify(token)).rejects.toThrow(code('M2M_TOKEN_EXPIRED'));
  });

  it('says so when there is no key to judge by, which is not the token’s fault', async () => {
    const cold = new JwtStrategy({
      keySet: keySetOf(() => Promise.reject(new Error('down'))),
      clock,
      expected: expected('m2'),
    });
    await expect(verify(forge.accessToken(), cold)).rejects.toThrow(
      code('M2M_KEY_SET_UNAVAILABLE'),
    );
  });

  it('turns every throw inside into a refusal (VER-13)', async () => {
    const broken = new JwtStrategy({
      keySet,
      expected: expected('m2'),
      clock: {
        monotonicMs: () => 0,
        nowMs: () => {
          throw new Error('broken clock');
        },
      },
    });
    await expect(verify(forge.accessToken(), broken)).rejects.toThrow(
      code('M2M_SIGNATURE_INVALID'),
    );
    const noToken = {
      token: '',
      keyId: forge.accessKey.keyId,
      claims: {},
      signature: Buffer.alloc(0),
    };
    await expect(m2.verify(noToken)).rejects.toThrow(code('M2M_SIGNATURE_INVALID'));
  });

  it.each([
    ['good', () => forge.accessToken()],
    ['forged', () => forge.accessToken({}, { signWith: newKey('x').privateKey })],
    ['for another', () => forge.accessToken({ aud: 'm3' })],
    ['of an unknown key', () => forge.accessToken({}, { header: { kid: 'd-other' } })],
  ])(
    'comes to the verdict of passport-jwt’s own way about a token that is %s',
    async (_, token) => {
      const jws = parseCompactJws(token());
      const ours = await m2.verify(jws).then(
        ({ caller }) => caller.name,
        () => 'refused',
      );
      const stock = await new Promise<string>((resolve) => {
        const run = Object.assign(Object.create(m2) as JwtStrategy, {
          success: ({ caller }: VerifiedToken) => resolve(caller.name),
          fail: () => resolve('refused'),
          error: () => resolve('refused'),
        });
        PassportJwtStrategy.prototype.authenticate.call(run, jws as never);
      });
      expect(ours).toBe(stock);
    },
  );

  it('lives beside another of its kind and an application’s own "jwt" (F54)', async () => {
    const own = new PassportJwtStrategy(
      { jwtFromRequest: () => null, secretOrKey: 'x' },
      (_payload, done) => done(null, {}),
    );
    expect(new Set([m2.name, m3.name, own.name]).size).toBe(3);
    const [forM2, forM3] = [forge.accessToken(), forge.accessToken({ aud: 'm3' })];
    const outcomes = await Promise.allSettled([
      verify(forM2, m2),
      verify(forM2, m3),
      verify(forM3, m3),
      verify(forM3, m2),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
    ]);
  });

  it('keeps concurrent tokens apart', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `caller-${at}`);
    const verified = await Promise.all(names.map((sub) => verify(forge.accessToken({ sub }))));
    expect(verified.map(({ caller }) => caller.name)).toEqual(names);
  });
});
