import { readCursor, writeCursor } from './audit-cursor.js';
import { parseAuditQuery } from './audit-query.js';

const NOW = Date.UTC(2026, 0, 31);
const parse = (query: object) => parseAuditQuery(query, NOW);
const last = { at: new Date(NOW), id: 'a-b_9' };

describe('parseAuditQuery', () => {
  it('wants the newest of everything when nothing is said', () => {
    expect(parse({})).toEqual({ kinds: ['denial', 'act', 'gap'], limit: 50 });
  });

  it('takes every parameter', () => {
    const filters = { caller: 'm1', target: 'm2', reason: 'no_edge' };
    const period = { since: '7d', until: '2026-01-30' };
    const page = { limit: '500', cursor: writeCursor(last) };
    expect(parse({ kind: 'denial', ...filters, ...period, ...page })).toEqual({
      kinds: ['denial'],
      ...filters,
      since: new Date('2026-01-24T00:00:00Z'),
      until: new Date('2026-01-30T00:00:00Z'),
      limit: 500,
      cursor: last,
    });
  });

  it.each([
    [{ caller: 'm1' }, ['denial']],
    [{ target: 'm1' }, ['denial']],
    [{ reason: 'no_edge' }, ['denial']],
    [{ actor: 'root' }, ['act']],
    [{ kind: 'act', actor: 'root' }, ['act']],
    [{ kind: 'gap' }, ['gap']],
  ])('looks with %j among %j only', (query, kinds) => {
    expect(parse(query)).toMatchObject({ kinds });
  });

  it.each(['root', 'm2m_admin_0', 'Zoë', '夜 job', 'x'.repeat(80)])(
    'looks for the actor %s',
    (actor) => expect(parse({ actor })).toMatchObject({ actor }),
  );

  it.each(['', 'a\nb', '\u202eZoë', 'ë'.repeat(65)])('knows no actor %j', (actor) => {
    expect(parse({ actor })).toMatchObject({ parameter: 'actor' });
  });

  it.each([
    ['kind', { kind: 'deny' }],
    ['kind', { kind: 'act', caller: 'm1' }],
    ['kind', { kind: 'gap', actor: 'root' }],
    ['kind', { caller: 'm1', actor: 'root' }],
    ['caller', { caller: '' }],
    ['caller', { caller: ['m1', 'm2'] }],
    ['target', { target: 'm\u0000' }],
    ['reason', { reason: 'x'.repeat(81) }],
    ['since', { since: 'yesterday' }],
    ['until', { until: '2026-02-31T25:00:00Z' }],
    ['limit', { limit: '0' }],
    ['limit', { limit: '501' }],
    ['limit', { limit: '1e2' }],
    ['limit', { limit: '-1' }],
    ['cursor', { cursor: '7' }],
    ['cursor', { cursor: `${writeCursor(last)}x` }],
    ['query', { sort: 'name' }],
    ['query', { __proto__: null, constructor: 'x' }],
  ])('says what is wrong with %s in %j', (parameter, query) => {
    expect(parse(query)).toEqual({ parameter, message: expect.stringMatching(/.{10,}\.$/) });
  });
});

describe('a cursor', () => {
  it('comes back as it was', () => {
    expect(readCursor(writeCursor(last))).toEqual(last);
  });

  it.each(['', '!', 'x'.repeat(200), Buffer.from('1.a b').toString('base64url')])(
    'is not %j',
    (text) => expect(readCursor(text)).toBeUndefined(),
  );

  it('has no moment beyond those that there are', () => {
    const text = Buffer.from(`${'9'.repeat(16)}.a`).toString('base64url');
    expect(readCursor(text)).toBeUndefined();
  });
});
