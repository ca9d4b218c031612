import { retryAfterMs } from './retry-after.js';

const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['2', 2000],
    ['Thu, 01 Jan 2026 00:00:03 GMT', 3000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ])('waits as long as "%s" says', (header, waitMs) => {
    expect(retryAfterMs(header, 0, NOW_MS)).toBe(waitMs);
  });

  it.each([undefined, ['1', '2'], 'soon', '-1x'])(
    'waits a little longer each time after %j, and then no more',
    (header) => {
      const waits = [0, 1, 2, 3].map((attempt) => retryAfterMs(header, attempt, NOW_MS));
      expect(waits).toEqual([20, 100, 400, undefined]);
    },
  );
});
