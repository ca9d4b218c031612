import { decision } from '../../../../test/support/audit-records.js';
import { CallCounts } from './call-counts.js';

const HOUR_MS = 3_600_000;

describe('CallCounts', () => {
  it('tells calls apart by what was asked for, not by what was granted', () => {
    const counts = new CallCounts(10);
    counts.add(decision({ scopes: ['a', 'b'], askedScopes: ['b'] }), 0);
    counts.add(decision({ scopes: ['b'] }), 1);
    expect(counts.take(9)).toEqual([
      {
        hour: new Date(0),
        caller: 'm1',
        target: 'm2',
        scope: 'b',
        observed: '',
        count: 2,
        lastAt: new Date(1),
      },
    ]);
  });

  it('gives up to as many as wanted, each once', () => {
    const counts = new CallCounts(10);
    for (const target of ['m1', 'm2', 'm3']) counts.add(decision({ target }), 0);
    expect(counts.take(2).map(({ target }) => target)).toEqual(['m1', 'm2']);
    expect(counts.size).toBe(1);
    counts.add(decision({ target: 'm1' }), 0);
    expect(counts.take(9).map(({ target, count }) => [target, count])).toEqual([
      ['m3', 1],
      ['m1', 1],
    ]);
  });

  it('counts what finds no room under *, and what it knows as before', () => {
    const counts = new CallCounts(2);
    for (const target of ['m1', 'm2', 'm3', 'm4', 'm1']) counts.add(decision({ target }), 0);
    counts.add(decision({ target: 'm5' }), HOUR_MS);
    expect(
      counts.take(9).map(({ hour, target, count }) => [hour.getTime(), target, count]),
    ).toEqual([
      [0, 'm1', 2],
      [0, 'm2', 1],
      [0, '*', 2],
      [HOUR_MS, '*', 1],
    ]);
  });

  it('counts under * what is too long for an index', () => {
    const counts = new CallCounts(2);
    counts.add(decision({ scopes: ['x'.repeat(2049)] }), 0);
    expect(counts.take(1)).toEqual([expect.objectContaining({ scope: '*', count: 1 })]);
  });
});
