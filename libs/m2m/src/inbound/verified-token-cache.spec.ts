import { verifiedToken } from './verified-token.js';
import { VerifiedTokenCache } from './verified-token-cache.js';

const NOW_MS = 1_800_000_000_000;
const tail = (text: string) => text.padStart(32, '.');

function verified(token: string, keyId = 'd-1', livesSec = 1800) {
  const exp = NOW_MS / 1000 + livesSec;
  const jws = { token, keyId, claims: { sub: 'm1', iat: NOW_MS / 1000, exp } };
  return { token, entry: verifiedToken(jws, 30) };
}

describe('the verified-token cache', () => {
  it('finds what was added, as the same object each time', () => {
    const cache = new VerifiedTokenCache(10);
    const { token, entry } = verified(tail('one'));
    cache.add(token, entry, NOW_MS);
    expect(cache.find(token, NOW_MS)).toBe(entry);
    expect(cache.find(tail('two'), NOW_MS)).toBeUndefined();
  });

  it('never takes a token for another one that ends alike', () => {
    const cache = new VerifiedTokenCache(10);
    const { token, entry } = verified(`x${tail('one')}`);
    cache.add(token, entry, NOW_MS);
    expect(cache.find(`y${tail('one')}`, NOW_MS)).toBeUndefined();
    expect(cache.find(token, NOW_MS)).toBe(entry);
  });

  it('forgets a token the moment it ends', () => {
    const cache = new VerifiedTokenCache(10);
    const { token, entry } = verified(tail('one'), 'd-1', 60);
    cache.add(token, entry, NOW_MS);
    expect(cache.find(token, NOW_MS + 89_999)).toBe(entry);
    expect(cache.find(token, NOW_MS + 90_000)).toBeUndefined();
    expect(cache.size).toBe(0);
  });

  it('wants even a token of 100 years verified anew after an hour', () => {
    const cache = new VerifiedTokenCache(10);
    const { token, entry } = verified(tail('one'), 's-1', 3_153_600_000);
    cache.add(token, entry, NOW_MS);
    expect(cache.find(token, NOW_MS + 3_599_999)).toBe(entry);
    expect(cache.find(token, NOW_MS + 3_600_000)).toBeUndefined();
  });

  it('holds no more than its bound and drops the least recently used', () => {
    const cache = new VerifiedTokenCache(2);
    const [one, two, three] = ['one', 'two', 'three'].map((name) => verified(tail(name))) as [
      ReturnType<typeof verified>,
      ReturnType<typeof verified>,
      ReturnType<typeof verified>,
    ];
    cache.add(one.token, one.entry, NOW_MS);
    cache.add(two.token, two.entry, NOW_MS);
    cache.find(one.token, NOW_MS);
    cache.add(three.token, three.entry, NOW_MS);
    expect(cache.size).toBe(2);
    expect(cache.find(one.token, NOW_MS)).toBe(one.entry);
    expect(cache.find(two.token, NOW_MS)).toBeUndefined();
  });

  it('forgets the tokens of keys that are gone, and only those', () => {
    const cache = new VerifiedTokenCache(10);
    cache.add(tail('one'), verified(tail('one'), 'd-1').entry, NOW_MS);
    cache.add(tail('two'), verified(tail('two'), 'd-2').entry, NOW_MS);
    cache.forgetKeys(new Set(['d-1']));
    expect(cache.find(tail('one'), NOW_MS)).toBeUndefined();
    expect(cache.find(tail('two'), NOW_MS)).toBeDefined();
  });
});
