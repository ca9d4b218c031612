import { readRevocations } from './read-revocations.js';
import type { VerifiedToken } from './verified-token.js';

const token = (caller: object = {}): VerifiedToken =>
  ({
    keyId: 'd-1',
    issuedAtSec: 1000,
    caller: { name: 'm1', chain: [], tokenId: 'one', ...caller },
  }) as unknown as VerifiedToken;

const voids = (entry: object, of: VerifiedToken = token()): boolean =>
  readRevocations({ version: 7, entries: [entry] }, 'm2').voids(of);

describe('a list of revocations', () => {
  it.each<[string, object]>([
    ['of a microservice', { microservice: 'm1' }],
    ['of an edge to me', { edge: { caller: 'm1', target: 'm2' } }],
    ['of a key', { kid: 'd-1' }],
    ['of a token', { jti: 'one' }],
  ])('%s voids tokens issued before its moment, or all when it has none', (_what, entry) => {
    expect(voids(entry)).toBe(true);
    expect(voids({ ...entry, not_before: 1001 })).toBe(true);
    expect(voids({ ...entry, not_before: 1000 })).toBe(false);
  });

  it.each<[string, object]>([
    ['another microservice', { microservice: 'm3' }],
    ['a name of another case', { microservice: 'M1' }],
    ['an edge of another caller', { edge: { caller: 'm3', target: 'm2' } }],
    ['an edge to another target', { edge: { caller: 'm1', target: 'm3' } }],
    ['another key', { kid: 'd-2' }],
    ['another token', { jti: 'two' }],
    ['a kind of which this version knows nothing', { tenant: 't1' }],
  ])('says nothing against a token when it is about %s', (_what, entry) => {
    expect(voids(entry)).toBe(false);
  });

  it('voids a token on behalf of a revoked microservice, but not of a revoked edge of it', () => {
    const onBehalf = token({ name: 'm3', chain: ['m0', 'm1'] });
    expect(voids({ microservice: 'm1' }, onBehalf)).toBe(true);
    expect(voids({ edge: { caller: 'm1', target: 'm2' } }, onBehalf)).toBe(false);
  });

  it('judges a token without a jti by everything else', () => {
    const nameless = token({ tokenId: undefined });
    expect(voids({ jti: 'undefined' }, nameless)).toBe(false);
    expect(voids({ kid: 'd-1' }, nameless)).toBe(true);
  });

  it('takes the stricter of two entries for one name, whatever their order', () => {
    const entries = [
      { microservice: 'm1', not_before: 1001 },
      { microservice: 'm1', not_before: 5 },
    ];
    for (const list of [entries, entries.toReversed()]) {
      expect(readRevocations({ version: 7, entries: list }, 'm2').voids(token())).toBe(true);
    }
  });

  it('counts what concerns this microservice only', () => {
    const entries = [
      { microservice: 'm1' },
      { edge: { caller: 'm1', target: 'm2' } },
      { edge: { caller: 'm1', target: 'm3' } },
    ];
    expect(readRevocations({ version: 7, entries }, 'm2').size).toBe(2);
    expect(readRevocations({ version: 0, entries: [] }, 'm2').voids(token())).toBe(false);
  });

  it.each<[string, object]>([
    ['version', { entries: [] }],
    ['version', { version: -1, entries: [] }],
    ['version', { version: '7', entries: [] }],
    ['entries', { version: 7 }],
    ['entries', { version: 7, entries: {} }],
    ['entries', { version: 7, entries: ['m1'] }],
    ['entries', { version: 7, entries: [null] }],
    ['entries', { version: 7, entries: [{ microservice: 7 }] }],
    ['entries', { version: 7, entries: [{ kid: null }] }],
    ['entries', { version: 7, entries: [{ jti: ['one'] }] }],
    ['edge', { version: 7, entries: [{ edge: 'm1 m2' }] }],
    ['entries', { version: 7, entries: [{ edge: { caller: 'm1' } }] }],
    ['not_before', { version: 7, entries: [{ microservice: 'm1', not_before: '5' }] }],
    [
      'not_before',
      { version: 7, entries: [{ microservice: 'm1', not_before: Number.POSITIVE_INFINITY }] },
    ],
  ])('is refused as a whole for a wrong %s: %j', (member, claims) => {
    expect(() => readRevocations(claims as Record<string, unknown>, 'm2')).toThrow(
      `The list of revocations has a wrong "${member}".`,
    );
  });
});
