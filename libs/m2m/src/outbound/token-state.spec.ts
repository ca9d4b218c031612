import { tokenStateAt, tokenTimes } from './token-state.js';

const DEFAULTS = { sentAtMs: 0, expiresInSec: 1_800, refreshInSec: 300 };

describe('tokenTimes', () => {
  it.each([
    ['earliest at 80 % of refreshIn', 0, 240_000],
    ['latest at 95 % of refreshIn', 1, 285_000],
  ])('renews %s', (_, jitter, freshUntilMs) => {
    expect(tokenTimes(DEFAULTS, jitter, 5_000).freshUntilMs).toBe(freshUntilMs);
  });

  it('leaves more than 25 minutes of use after the latest renewal with the default lives', () => {
    const { freshUntilMs, usableUntilMs } = tokenTimes(DEFAULTS, 1, 5_000);

    expect(usableUntilMs - freshUntilMs).toBeGreaterThan(25 * 60_000);
  });

  it('counts from the moment the request was sent', () => {
    expect(tokenTimes({ ...DEFAULTS, sentAtMs: 7 }, 1, 5_000)).toEqual({
      freshUntilMs: 285_007,
      usableUntilMs: 1_795_007,
    });
  });

  it.each([
    ['5 s of a long life', 1_800, 1_795_000],
    ['a tenth of a short life', 10, 9_000],
    ['a tenth of the shortest life', 1, 900],
  ])('keeps a safety margin of %s', (_, expiresInSec, usableUntilMs) => {
    const life = { sentAtMs: 0, expiresInSec, refreshInSec: undefined };

    expect(tokenTimes(life, 1, 1_000).usableUntilMs).toBe(usableUntilMs);
  });

  it.each([
    ['missing', undefined],
    ['zero', 0],
    ['not before the end', 100],
  ])('renews around half of the life when refreshIn is %s', (_, refreshInSec) => {
    const life = { sentAtMs: 0, expiresInSec: 100, refreshInSec };

    expect(tokenTimes(life, 1, 1_000).freshUntilMs).toBe(47_500);
  });

  it('never renews sooner than the minimum, nor later than the end of use', () => {
    const soon = { sentAtMs: 0, expiresInSec: 100, refreshInSec: 1 };
    const short = { sentAtMs: 0, expiresInSec: 2, refreshInSec: 1 };

    expect(tokenTimes(soon, 0, 5_000).freshUntilMs).toBe(5_000);
    expect(tokenTimes(short, 0, 5_000)).toEqual({ freshUntilMs: 1_800, usableUntilMs: 1_800 });
  });
});

describe('tokenStateAt', () => {
  it.each([
    [0, 'fresh'],
    [9, 'fresh'],
    [10, 'stale'],
    [19, 'stale'],
    [20, 'expired'],
    [21, 'expired'],
  ] as const)('calls a token at %d ms %s', (nowMs, state) => {
    expect(tokenStateAt({ freshUntilMs: 10, usableUntilMs: 20 }, nowMs)).toBe(state);
  });
});
