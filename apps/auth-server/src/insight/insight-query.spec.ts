import { parseEdgesQuery, parsePeriod } from './insight-query.js';

const NOW = Date.UTC(2026, 0, 31);
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('parsePeriod', () => {
  it.each([
    [{}, '2026-01-24'],
    [{ since: '30d' }, '2026-01-01'],
    [{ since: '2026-01-15' }, '2026-01-15'],
  ])('reads %j', (query, since) => expect(parsePeriod(query, NOW)).toEqual(day(since)));

  it.each([
    ['since', { since: 'ever' }],
    ['since', { since: ['7d', '8d'] }],
    ['query', { until: '1d' }],
  ])('says what is wrong with %s in %j', (parameter, query) => {
    expect(() => parsePeriod(query, NOW)).toThrow(
      expect.objectContaining({ status: 400, code: 'M2M_QUERY_INVALID', members: { parameter } }),
    );
  });
});

describe('parseEdgesQuery', () => {
  it('wants every edge, with the calls of 30 days, when nothing is said', () => {
    expect(parseEdgesQuery({}, NOW)).toEqual({ countedSince: day('2026-01-01'), limit: 100 });
  });

  it('takes every parameter', () => {
    const cursor = Buffer.from('m1 m2').toString('base64url');
    const names = { caller: 'm1', target: 'm2' };
    const query = { ...names, unused: '10d', expiring: '14d', limit: '500', cursor };
    expect(parseEdgesQuery(query, NOW)).toEqual({
      ...names,
      unusedSince: day('2026-01-21'),
      countedSince: day('2026-01-21'),
      endingBefore: day('2026-02-14'),
      limit: 500,
      after: 'm1 m2',
    });
  });

  it.each([
    ['unused', { unused: 'x' }],
    ['expiring', { expiring: '2h' }],
    ['expiring', { expiring: '99999d' }],
    ['limit', { limit: '501' }],
    ['limit', { limit: 'x' }],
    ['cursor', { cursor: '!' }],
    ['caller', { caller: ['m1', 'm2'] }],
    ['query', { owner: 'x' }],
  ])('says what is wrong with %s in %j', (parameter, query) => {
    expect(() => parseEdgesQuery(query, NOW)).toThrow(
      expect.objectContaining({ members: { parameter }, message: expect.stringMatching(/\.$/) }),
    );
  });
});
