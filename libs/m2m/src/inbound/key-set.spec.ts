import { FakeClock } from '../../../../test/support/fake-clock.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { KeySet, type KeySetTiming } from './key-set.js';

const TIMING: KeySetTiming = {
  refreshIntervalMs: 300_000,
  cooldownMs: 30_000,
  maxStaleMs: 86_400_000,
};
const UNKNOWN = expect.objectContaining({ code: 'M2M_KEY_UNKNOWN' });
const UNAVAILABLE = expect.objectContaining({ code: 'M2M_KEY_SET_UNAVAILABLE' });

const sharedForge = new TokenForge();

/** A test that rotates keys brings a forge of its own. */
function setUp(forge = sharedForge) {
  const clock = new FakeClock();
  const state = { fetches: 0, answer: (): unknown => forge.jwks() };
  const seen: string[] = [];
  const keySet = new KeySet({
    timing: TIMING,
    clock,
    source: async () => {
      state.fetches += 1;
      return state.answer();
    },
    events: {
      keySetFetched: () => seen.push('fetched'),
      keySetFetchFailed: () => seen.push('failed'),
    },
  });
  const failWith = (error: Error) => {
    state.answer = () => {
      throw error;
    };
  };
  return { clock, forge, state, keySet, seen, failWith, keyId: forge.accessKey.keyId };
}

describe('a key set', () => {
  it('gives the key of a name, from one fetch that everyone shares', async () => {
    const { keySet, forge, state, keyId } = setUp();
    const keys = await Promise.all(Array.from({ length: 50 }, () => keySet.keyFor(keyId)));
    expect(keys.every((key) => key.equals(forge.accessKey.publicKey))).toBe(true);
    await keySet.keyFor(forge.bootstrapKey.keyId);
    expect(state.fetches).toBe(1);
  });

  it('refuses an unknown name right after the first fetch without a second one', async () => {
    const { keySet, state } = setUp();
    await expect(keySet.keyFor('d-other')).rejects.toThrow(UNKNOWN);
    expect(state.fetches).toBe(1);
  });

  it('fetches at most twice per cooldown under 10 000 invented names, and good ones never fail (F39)', async () => {
    const { keySet, state, keyId } = setUp();
    await keySet.keyFor(keyId);
    const flood = Array.from({ length: 10_000 }, (_, at) => keySet.keyFor(`forged-${at}`));
    const outcomes = await Promise.allSettled([...flood, keySet.keyFor(keyId)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(state.fetches).toBe(2);
  });

  it('finds a new key within one cooldown while a flood of invented names goes on (F38)', async () => {
    const { keySet, state, forge, clock, keyId } = setUp(new TokenForge());
    await keySet.keyFor(keyId);
    await expect(keySet.keyFor('forged')).rejects.toThrow(UNKNOWN);
    forge.rotate();
    clock.advance(29_999);
    await expect(keySet.keyFor(forge.accessKey.keyId)).rejects.toThrow(UNKNOWN);
    clock.advance(1);
    await expect(keySet.keyFor(forge.accessKey.keyId)).resolves.toBeDefined();
    await expect(keySet.keyFor(keyId)).resolves.toBeDefined();
    expect(state.fetches).toBe(3);
  });

  it('finds a new key at once when nobody has made names up', async () => {
    const { keySet, forge, keyId } = setUp(new TokenForge());
    await keySet.keyFor(keyId);
    forge.rotate();
    await expect(keySet.keyFor(forge.accessKey.keyId)).resolves.toBeDefined();
  });

  it('refreshes in the background when it has aged, without making anyone wait', async () => {
    const { keySet, state, clock, keyId } = setUp();
    await keySet.keyFor(keyId);
    clock.advance(299_999);
    await keySet.keyFor(keyId);
    expect(state.fetches).toBe(1);
    clock.advance(1);
    state.answer = () => new Promise(() => {});
    await expect(keySet.keyFor(keyId)).resolves.toBeDefined();
    expect(state.fetches).toBe(2);
  });

  it('outlives an outage of its endpoint for a day, one fetch per cooldown (F30)', async () => {
    const { keySet, state, clock, failWith, keyId } = setUp();
    await keySet.keyFor(keyId);
    failWith(new Error('status 500'));
    clock.advance(300_000);
    for (let second = 0; second < 60; second += 1) {
      await keySet.keyFor(keyId);
      await Promise.resolve();
      clock.advance(1000);
    }
    expect(state.fetches).toBe(3);
    clock.advance(86_400_000 - 360_000 - 1);
    await expect(keySet.keyFor(keyId)).resolves.toBeDefined();
    clock.advance(1);
    await expect(keySet.keyFor(keyId)).rejects.toThrow(UNAVAILABLE);
  });

  it('tells an outage from a bad token: an unknown name is no refusal while fetching fails', async () => {
    const { keySet, failWith, keyId } = setUp();
    await keySet.keyFor(keyId);
    failWith(new Error('status 500'));
    await expect(keySet.keyFor('d-new')).rejects.toThrow(UNAVAILABLE);
    await expect(keySet.keyFor(keyId)).resolves.toBeDefined();
  });

  it('is unavailable when cold and failing, and heals within one cooldown (F31)', async () => {
    const { keySet, state, clock, forge, failWith, keyId } = setUp();
    failWith(new Error('status 500'));
    await expect(keySet.keyFor(keyId)).rejects.toThrow(
      expect.objectContaining({ code: 'M2M_KEY_SET_UNAVAILABLE', retryAfterSec: 30 }),
    );
    state.answer = () => forge.jwks();
    await expect(keySet.keyFor(keyId)).rejects.toThrow(UNAVAILABLE);
    expect(state.fetches).toBe(1);
    clock.advance(30_000);
    await expect(keySet.keyFor(keyId)).resolves.toBeDefined();
  });

  it.each([
    ['as it is', (error: Error) => error],
    ['as the cause', (error: Error) => new TypeError('fetch failed', { cause: error })],
  ])('tries again after a second when cold and nobody listens yet, said %s', async (_how, wrap) => {
    const { keySet, state, clock, forge, failWith, keyId } = setUp();
    failWith(wrap(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })));
    await expect(keySet.keyFor(keyId)).rejects.toThrow(
      expect.objectContaining({ retryAfterSec: 1 }),
    );
    state.answer = () => forge.jwks();
    clock.advance(999);
    await expect(keySet.keyFor(keyId)).rejects.toThrow(UNAVAILABLE);
    clock.advance(1);
    await expect(keySet.keyFor(keyId)).resolves.toBeDefined();
  });

  it.each([
    ['no keys', { keys: [] }],
    ['only keys of another kind', { keys: [{ kty: 'EC', kid: 'e-1' }] }],
    ['something else', '<html>'],
  ])(
    'keeps the last good set when the document suddenly has %s (F42, F43)',
    async (_what, document) => {
      const { keySet, state, clock, seen, keyId } = setUp();
      await keySet.keyFor(keyId);
      state.answer = () => document;
      clock.advance(300_000);
      await keySet.refreshIfDue();
      await expect(keySet.keyFor(keyId)).resolves.toBeDefined();
      await keySet.refreshIfDue();
      expect(state.fetches).toBe(2);
      expect(seen).toEqual(['fetched', 'failed']);
    },
  );

  it('tells which keys have left or changed, and nothing when all have stayed (F36)', async () => {
    const { keySet, forge, clock, keyId } = setUp(new TokenForge());
    const gone: string[][] = [];
    keySet.onKeysGone((keyIds) => gone.push([...keyIds]));
    await keySet.refreshIfDue();
    forge.rotate();
    clock.advance(300_000);
    await keySet.refreshIfDue();
    expect(gone).toEqual([]);
    expect(keySet.holds(keyId)).toBe(true);
    forge.retire();
    clock.advance(300_000);
    await keySet.refreshIfDue();
    expect(gone).toEqual([[keyId]]);
    expect(keySet.holds(keyId)).toBe(false);
    await expect(keySet.keyFor(keyId)).rejects.toThrow(UNKNOWN);
  });

  it('counts a key as gone when another one has taken its name', async () => {
    const { keySet, state, clock, forge, keyId } = setUp();
    const gone: string[][] = [];
    keySet.onKeysGone((keyIds) => gone.push([...keyIds]));
    await keySet.refreshIfDue();
    const [jwk] = new TokenForge().jwks().keys;
    state.answer = () => ({ keys: [...forge.jwks().keys.slice(1), { ...jwk, kid: keyId }] });
    clock.advance(300_000);
    await keySet.refreshIfDue();
    expect(gone).toEqual([[keyId]]);
  });

  it('shows its state to health checks', async () => {
    const { keySet, clock, forge, failWith, keyId } = setUp();
    expect(keySet.snapshot()).toEqual({ ageMs: undefined, keyIds: [], lastError: undefined });
    expect(keySet.holds(keyId)).toBe(false);
    await keySet.refreshIfDue();
    failWith(new Error('status 500'));
    clock.advance(300_000);
    await keySet.refreshIfDue();
    expect(keySet.snapshot()).toEqual({
      ageMs: 300_000,
      keyIds: [keyId, forge.bootstrapKey.keyId],
      lastError: 'status 500',
    });
  });

  it('takes whatever its source throws for a failure', async () => {
    const { keySet, state } = setUp();
    state.answer = () => {
      throw 'gone';
    };
    await keySet.refreshIfDue();
    expect(keySet.snapshot().lastError).toBe('gone');
  });

  it('works without a listener', async () => {
    const keySet = new KeySet({
      source: () => Promise.resolve(sharedForge.jwks()),
      timing: TIMING,
      clock: new FakeClock(),
    });
    await expect(keySet.keyFor(sharedForge.accessKey.keyId)).resolves.toBeDefined();
  });
});
