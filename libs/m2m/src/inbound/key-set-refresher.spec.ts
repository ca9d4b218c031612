import { FakeClock } from '../../../../test/support/fake-clock.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { KeySet } from './key-set.js';
import { KeySetRefresher } from './key-set-refresher.js';

describe('the refresher', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['performance', 'queueMicrotask'] }));
  afterEach(() => jest.useRealTimers());

  it('fetches at the start, then whenever the set is due, until the application stops', async () => {
    const clock = new FakeClock();
    const forge = new TokenForge();
    let fetches = 0;
    const keySet = new KeySet({
      clock,
      timing: { refreshIntervalMs: 300_000, cooldownMs: 30_000, maxStaleMs: 86_400_000 },
      source: () => {
        fetches += 1;
        return Promise.resolve(forge.jwks());
      },
    });
    const refresher = new KeySetRefresher(keySet);
    const pass = async (ms: number) => {
      clock.advance(ms);
      await jest.advanceTimersByTimeAsync(1000);
    };
    refresher.onApplicationBootstrap();
    await pass(0);
    await pass(299_999);
    expect(fetches).toBe(1);
    await pass(1);
    expect(fetches).toBe(2);
    refresher.onModuleDestroy();
    await pass(300_000);
    expect(fetches).toBe(2);
    expect(jest.getTimerCount()).toBe(0);
  });
});
