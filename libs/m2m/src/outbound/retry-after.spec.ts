import { parseRetryAfterSec } from './retry-after.js';

const NOW_MS = Date.parse('Thu, 01 Jan 2026 00:00:00 GMT');

describe('parseRetryAfterSec', () => {
  it.each([
    ['seconds', '7', 7],
    ['seconds with spaces', ' 7 ', 7],
    ['zero', '0', 0],
    ['a date in the future', 'Thu, 01 Jan 2026 00:00:09 GMT', 9],
    ['a date in the past as now', 'Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['an hour as the cap', '3600', 60],
    ['a far date as the cap', 'Fri, 01 Jan 2100 00:00:00 GMT', 60],
  ])('reads %s', (_, header, seconds) => {
    expect(parseRetryAfterSec(header, NOW_MS)).toBe(seconds);
  });

  it.each([
    [undefined],
    [''],
    ['-1'],
    ['1.5'],
    ['soon'],
    ['2026-01-01'],
    ['Thu, nonsense'],
    ['1'.repeat(40)],
  ])('ignores %s', (header) => {
    expect(parseRetryAfterSec(header, NOW_MS)).toBeUndefined();
  });
});
