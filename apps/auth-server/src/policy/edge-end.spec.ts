import { formatEnd, parseEnd } from './edge-end.js';

describe('the end of an edge', () => {
  it.each([
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2027-01-31T18:30:05Z', '2027-01-31T18:30:05.000Z'],
  ])('%s is %s, and is written the same again', (text, moment) => {
    const end = parseEnd(text);
    expect(end?.toISOString()).toBe(moment);
    expect(end && formatEnd(end)).toBe(text);
  });

  it.each([
    '',
    'tomorrow',
    '2027',
    '2027-1-1',
    '2027-02-30',
    '2027-13-01',
    '0000-01-01',
    '2027-01-31T25:00:00Z',
    '2027-01-31T18:30:05',
    '2027-01-31T18:30:05+01:00',
    '2027-01-31T18:30:05.123Z',
  ])('is not %j', (text) => {
    expect(parseEnd(text)).toBeUndefined();
  });
});
