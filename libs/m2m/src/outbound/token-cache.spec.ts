import { TokenCache } from './token-cache.js';

const OWNER = { issuer: 'auth-server', caller: 'm1' };

describe('TokenCache', () => {
  it('gives the same entry for the same target and scope, and only for those', () => {
    const cache = new TokenCache(OWNER, 10);

    expect(cache.entry('m2', 'a')).toBe(cache.entry('m2', 'a'));
    expect(cache.entry('m2', 'a')).not.toBe(cache.entry('m2', ''));
    expect(cache.entry('m2', 'a')).not.toBe(cache.entry('m3', 'a'));
  });

  it('names each entry by issuer, caller, target and scope, and by the key that it may be bound to', () => {
    expect(new TokenCache(OWNER, 10).entry('m2', 'a b').key).toBe('auth-server\nm1\nm2\na b\n');
    const bound = new TokenCache({ ...OWNER, keyThumbprint: 'jkt' }, 10);
    expect(bound.entry('m2', 'a b').key).toBe('auth-server\nm1\nm2\na b\njkt');
  });

  it('keeps what is bound whatever the policy says apart, and lets go of it alone', () => {
    const cache = new TokenCache(OWNER, 2);
    const [usual, bound] = [cache.entry('m2', 'a'), cache.entry('m2', 'a', true)];
    expect(bound).not.toBe(usual);
    expect(bound.key).not.toBe(usual.key);
    cache.entry('m2', 'a');
    cache.entry('m3', '');
    expect(cache.entry('m2', 'a')).toBe(usual);
    expect(cache.entry('m2', 'a', true)).not.toBe(bound);
  });

  it('lets the least recently used entry go, and makes it anew when it is asked for', () => {
    const cache = new TokenCache(OWNER, 2);
    const [old, used] = [cache.entry('m2', ''), cache.entry('m2', 'a')];
    cache.entry('m2', '');
    cache.entry('m3', '');

    expect(cache.entry('m2', '')).toBe(old);
    expect(cache.entry('m2', 'a')).not.toBe(used);
    expect([...cache.entries()]).toHaveLength(2);
  });

  it('empties the entries of an invalidated target and raises their generation', () => {
    const cache = new TokenCache(OWNER, 10);
    const [m2, m3] = [cache.entry('m2', 'a'), cache.entry('m3', 'a')];
    Object.assign(m2, { failures: 1, renewAfterMs: 5 });
    m3.failures = 1;

    cache.invalidate('m2');
    cache.invalidate('m9');

    expect(m2).toMatchObject({ scope: 'a', failures: 0, renewAfterMs: 0, generation: 1 });
    expect(m3).toMatchObject({ failures: 1, generation: 0 });
  });
});
