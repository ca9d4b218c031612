import { durationSec } from './duration.js';

describe('durationSec', () => {
  it.each([
    ['45s', 45],
    ['30m', 1800],
    ['12h', 43_200],
    ['90d', 7_776_000],
    [' 2w ', 1_209_600],
  ])('reads %s as %i seconds', (text, seconds) => {
    expect(durationSec(text, 'since')).toBe(seconds);
  });

  it.each(['', '7', 'd', '-1d', '1.5h', '7 d', '1y', '9999999999s'])('refuses %j', (text) => {
    expect(() => durationSec(text, 'since')).toThrow('--since is no duration.');
  });
});
