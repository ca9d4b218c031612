import { momentOf } from './moment-parameter.js';

const NOW = Date.UTC(2026, 0, 31, 12);

describe('momentOf', () => {
  it.each([
    ['1m', '2026-01-31T11:59:00.000Z'],
    ['12h', '2026-01-31T00:00:00.000Z'],
    ['30d', '2026-01-01T12:00:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T01:02Z', '2026-01-31T01:02:00.000Z'],
    ['2026-01-31T01:02:03+01:00', '2026-01-31T00:02:03.000Z'],
    ['2026-01-31T01:02:03.456Z', '2026-01-31T01:02:03.456Z'],
  ])('reads %s as %s', (text, moment) => {
    expect(momentOf(text, NOW)?.toISOString()).toBe(moment);
  });

  it.each(['', '7', '0d', '-1d', '7w', '1000000d', '2026-13-01', '2026-01-31T01:02', 'now', '7d '])(
    'reads %j as no moment',
    (text) => expect(momentOf(text, NOW)).toBeUndefined(),
  );
});
