import * as fc from 'fast-check';
import { FULL, retryAfterSec, taken, waitMs, type Rate } from './token-bucket.js';

/** Rates at which a token takes a whole number of milliseconds, so that the model can count in them. */
const rates = fc.record({
  perSec: fc.constantFrom(1, 2, 4, 5, 10, 50, 200, 1000),
  burst: fc.integer({ min: 1, max: 20 }),
});

/** The bucket as everybody draws it: a level that rises every millisecond, in thousandths. */
class SlowBucket {
  private level: number;

  constructor(private readonly rate: Rate) {
    this.level = rate.burst * 1000;
  }

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed++) {
      this.level = Math.min(this.level + this.rate.perSec, this.rate.burst * 1000);
    }
  }

  take(): boolean {
    if (this.level < 1000) return false;
    this.level -= 1000;
    return true;
  }
}

describe('a token bucket', () => {
  it.each<[string, Rate, number, number]>([
    ['gives its burst at once', { perSec: 10, burst: 3 }, 2, 0],
    ['then makes one wait for the next token', { perSec: 10, burst: 3 }, 3, 100],
    ['waits long when tokens come by the minute', { perSec: 1 / 60, burst: 1 }, 1, 60_000],
  ])('%s', (_, rate, takes, wait) => {
    let fullAtMs = FULL;
    for (let take = 0; take < takes; take++) fullAtMs = taken(fullAtMs, 0, rate);
    expect(waitMs(fullAtMs, 0, rate)).toBeCloseTo(wait, 5);
  });

  it('decides as the slow model does, whatever the order of requests', () => {
    fc.assert(
      fc.property(
        rates,
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 }),
        (rate, gaps) => {
          const model = new SlowBucket(rate);
          let fullAtMs = FULL;
          let nowMs = 0;
          for (const gap of gaps) {
            nowMs += gap;
            model.pass(gap);
            const isFree = waitMs(fullAtMs, nowMs, rate) === 0;
            expect(isFree).toBe(model.take());
            if (isFree) fullAtMs = taken(fullAtMs, nowMs, rate);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('lets the next request through after exactly the seconds that it names', () => {
    const anyRate = fc.record({
      perSec: fc.double({ min: 0.001, max: 5000, noNaN: true }),
      burst: fc.integer({ min: 1, max: 1000 }),
    });
    const spent = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(anyRate, spent, fc.integer({ min: 0, max: 1e9 }), (rate, tokens, nowMs) => {
        const fullAtMs = taken(FULL, nowMs, rate, tokens);
        const wait = waitMs(fullAtMs, nowMs, rate);
        expect(waitMs(fullAtMs, nowMs + retryAfterSec(wait) * 1000, rate)).toBe(0);
        // A second earlier it would have been refused.
        const soonerMs = (retryAfterSec(wait) - 1) * 1000;
        const isStillRefused = waitMs(fullAtMs, nowMs + soonerMs - 1, rate) > 0;
        expect(isStillRefused || wait < 1001).toBe(true);
      }),
    );
  });

  it('owes no more than it holds, however much others took', () => {
    const rate = { perSec: 10, burst: 5 };
    expect(waitMs(taken(FULL, 0, rate, 1_000_000), 0, rate)).toBeCloseTo(100, 5);
  });

  it.each([
    [0.1, 1],
    [1000, 1],
    [1000.1, 2],
    [59_999, 60],
  ])('names whole seconds for a wait of %d ms: %d', (wait, seconds) => {
    expect(retryAfterSec(wait)).toBe(seconds);
  });
});
