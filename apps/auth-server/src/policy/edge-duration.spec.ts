import { assert, integer, property } from 'fast-check';
import { formatDurationSec, parseDurationSec } from './edge-duration.js';

describe('a duration', () => {
  it.each([
    ['1s', 1],
    ['90s', 90],
    ['10m', 600],
    ['2h', 7200],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDurationSec(text)).toBe(seconds);
  });

  it.each(['', '10', '0s', '1.5m', '-1s', '1d', '10 m', '10M', '1h30m', '9999999s'])(
    'is not %j',
    (text) => {
      expect(parseDurationSec(text)).toBeUndefined();
    },
  );

  it('is written so that it reads back as the same', () => {
    assert(
      property(integer({ min: 1, max: 7200 }), (seconds) => {
        expect(parseDurationSec(formatDurationSec(seconds))).toBe(seconds);
      }),
    );
    expect([60, 61, 3600].map(formatDurationSec)).toEqual(['1m', '61s', '1h']);
  });
});
