import { FetchBudget } from './fetch-budget.js';

describe('the fetch budget', () => {
  it('grants one fetch per cause and cooldown', () => {
    const budget = new FetchBudget(30_000);
    expect(budget.claim('refresh', 1000)).toBe(true);
    expect(budget.claim('refresh', 30_999)).toBe(false);
    expect(budget.claim('refresh', 31_000)).toBe(true);
  });

  it('never grants more than two in any cooldown, whatever is asked for', () => {
    const budget = new FetchBudget(30_000);
    const granted: number[] = [];
    for (let nowMs = 0; nowMs < 300_000; nowMs += 500) {
      for (const cause of ['refresh', 'unknown-key', 'unknown-key'] as const) {
        if (budget.claim(cause, nowMs)) granted.push(nowMs);
      }
    }
    for (const start of granted) {
      const inWindow = granted.filter((at) => at >= start && at < start + 30_000);
      expect(inWindow.length).toBeLessThanOrEqual(2);
    }
    expect(granted).toHaveLength(20);
  });

  it('says in whole seconds when the next refresh may start', () => {
    const budget = new FetchBudget(30_000);
    budget.claim('refresh', 0);
    expect(budget.retryAfterSec(100)).toBe(30);
    expect(budget.retryAfterSec(29_900)).toBe(1);
    expect(budget.retryAfterSec(40_000)).toBe(1);
  });

  it('can be shortened but not lengthened', () => {
    const budget = new FetchBudget(30_000);
    budget.claim('refresh', 0);
    budget.shorten(60_000, 0);
    expect(budget.claim('refresh', 29_999)).toBe(false);
    budget.shorten(1000, 0);
    expect(budget.claim('refresh', 1000)).toBe(true);
  });
});
