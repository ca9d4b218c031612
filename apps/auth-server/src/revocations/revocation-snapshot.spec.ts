import { revocationOf } from '../../../../test/support/revocation-of.js';
import { revocationClaims } from './revocation-claims.js';
import { RevocationSnapshot, type RevocableToken } from './revocation-snapshot.js';

const ISSUED_AT_SEC = 1000;
const token = (traits: Partial<RevocableToken> = {}): RevocableToken => ({
  caller: 'm1',
  chain: [],
  target: 'm2',
  issuedAtSec: ISSUED_AT_SEC,
  keyId: 'd-1',
  tokenId: 'one',
  ...traits,
});
const after = { notBefore: new Date((ISSUED_AT_SEC + 1) * 1000) };
const before = { notBefore: new Date(ISSUED_AT_SEC * 1000) };

describe('the revocations in force', () => {
  it.each(['m1', 'm1>m2', 'kid:d-1', 'jti:one'])('void a token by %s', (what) => {
    const isVoid = (traits: object) =>
      new RevocationSnapshot(1, [revocationOf(what, traits)]).isVoid(token());
    expect([isVoid({}), isVoid(after), isVoid(before)]).toEqual([true, true, false]);
  });

  it.each(['m2', 'm1>m3', 'm2>m1', 'kid:m1', 'jti:m1', 'kid:one', 'jti:d-1', 'M1'])(
    'do not void a token by %s',
    (what) => {
      expect(new RevocationSnapshot(1, [revocationOf(what)]).isVoid(token())).toBe(false);
    },
  );

  it('void a token on behalf of a revoked microservice, and judge one without an id', () => {
    const snapshot = new RevocationSnapshot(1, [revocationOf('m0'), revocationOf('jti:undefined')]);
    expect(snapshot.isVoid(token({ chain: ['m0'] }))).toBe(true);
    expect(snapshot.isVoid(token({ tokenId: undefined }))).toBe(false);
  });

  it('stop issuing for a caller, for whom it calls, and for an edge, until they are lifted', () => {
    const snapshot = new RevocationSnapshot(1, [
      revocationOf('m1'),
      revocationOf('m3>m2'),
      revocationOf('m4', after),
      revocationOf('kid:d-1'),
    ]);
    const stop = (caller: string, target: string, chain: readonly string[] = []) =>
      snapshot.issuingStop({ caller, target, chain });
    expect(stop('m1', 'm2')).toBe('caller_revoked');
    expect(stop('m2', 'm1', ['m1'])).toBe('caller_revoked');
    expect(stop('m3', 'm2')).toBe('edge_revoked');
    expect([stop('m2', 'm1'), stop('m3', 'm1'), stop('m4', 'm2')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are told to microservices without reason and actor, in whole seconds that void no less', () => {
    const snapshot = new RevocationSnapshot(7, [
      revocationOf('m1'),
      revocationOf('m1>m2', { notBefore: new Date(1500) }),
      revocationOf('kid:d-1'),
      revocationOf('jti:one'),
    ]);
    expect(revocationClaims('auth-server', snapshot)).toEqual({
      iss: 'auth-server',
      token_use: 'revocations',
      version: 7,
      entries: [
        { microservice: 'm1' },
        { edge: { caller: 'm1', target: 'm2' }, not_before: 2 },
        { kid: 'd-1' },
        { jti: 'one' },
      ],
    });
  });
});
