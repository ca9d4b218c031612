import * as fc from 'fast-check';
import { backoffMs } from './backoff.js';

const BOUNDS = { baseMs: 100, capMs: 1_000 };

describe('backoffMs', () => {
  it.each([
    [0, 100],
    [1, 200],
    [3, 800],
    [4, 1_000],
    [5_000, 1_000],
  ])('doubles its ceiling up to the cap: after %d failures %d ms', (failures, ceilingMs) => {
    expect(backoffMs(failures, BOUNDS, 1)).toBe(ceilingMs);
    expect(backoffMs(failures, BOUNDS, 0)).toBe(0);
  });

  it('stays between zero and the cap for any number of failures', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const ms = backoffMs(failures, BOUNDS, random);
        return ms >= 0 && ms <= BOUNDS.capMs;
      }),
    );
  });
});
