import { FakeClock } from '../../../../test/support/fake-clock.js';
import { Buckets, MOST_TOLD } from './buckets.js';

const rate = { perSec: 1, burst: 2 };

const takeAll = (buckets: Buckets, key: string): void => {
  while (buckets.take(key) === 0);
};

describe('Buckets', () => {
  it('has a bucket for each key', () => {
    const buckets = new Buckets(rate, new FakeClock());
    takeAll(buckets, 'a');
    expect(buckets.take('a')).toBeCloseTo(1000);
    expect(buckets.take('b')).toBe(0);
  });

  it('gives a token back when it is time', () => {
    const clock = new FakeClock();
    const buckets = new Buckets(rate, clock);
    takeAll(buckets, 'a');
    clock.advance(1000);
    expect(buckets.take('a')).toBe(0);
    expect(buckets.take('a')).toBeGreaterThan(0);
  });

  it('remembers a bounded number, those asked for last', () => {
    const buckets = new Buckets(rate, new FakeClock(), 10);
    takeAll(buckets, 'busy');
    for (let other = 0; other < 1000; other++) {
      buckets.take(`other-${other}`);
      // Asking is enough to be remembered, for it tells that the bucket matters.
      if (other % 2 === 0) buckets.absorb('busy', 1);
      expect(buckets.size).toBeLessThanOrEqual(10);
    }
    expect(buckets.take('busy')).toBeGreaterThan(0);
    expect(buckets.take('other-0')).toBe(0);
  });

  it('tells what was taken since it was last asked', () => {
    const buckets = new Buckets(rate, new FakeClock());
    takeAll(buckets, 'a');
    buckets.take('b');
    expect(buckets.drainSpending()).toEqual(
      new Map([
        ['a', 2],
        ['b', 1],
      ]),
    );
    expect(buckets.drainSpending().size).toBe(0);
  });

  it('tells of the busiest when there are many', () => {
    const buckets = new Buckets(rate, new FakeClock());
    for (let key = 0; key <= MOST_TOLD; key++) buckets.take(`${key}`);
    takeAll(buckets, `${MOST_TOLD}`);
    const told = buckets.drainSpending();
    expect(told.size).toBe(MOST_TOLD);
    expect(told.get(`${MOST_TOLD}`)).toBe(2);
  });

  it('takes what was taken elsewhere, and does not tell it on', () => {
    const buckets = new Buckets(rate, new FakeClock());
    buckets.absorb('a', 2);
    expect(buckets.take('a')).toBeGreaterThan(0);
    expect(buckets.drainSpending().size).toBe(0);
  });
});
