import { createApplication, RuntimeModule } from '@app/runtime';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { byHand } from '../../../../test/contract/policy-fixture.js';
import { act, decision, denial } from '../../../../test/support/audit-records.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { AdminModule } from '../admin/admin.module.js';
import { Database } from '../database/database.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { DatabaseModule } from '../database/database.module.js';
import { ADMIN_ACTS } from '../admin/admin-acts.port.js';
import type { AuditEntry } from './audit-entry.js';
import { AuditTrail } from './audit-trail.service.js';
import { AuditTrailModule } from './audit-trail.module.js';
import { AuditModule } from './audit.module.js';
import { DecisionLog } from './decision-log.service.js';

const TOKEN = 'm2m_admin_for_this_spec_and_nothing_else';

@Module({
  imports: [
    RuntimeModule,
    DatabaseModule.forRoot(EMPTY_DATABASE),
    AuditModule,
    AuditTrailModule.forRoot({ retentionDays: 90 }),
    AdminModule.forRoot({ home: '', token: TOKEN }),
  ],
})
class SpecModule {}

interface Page {
  readonly entries: readonly (AuditEntry & Readonly<Record<string, unknown>>)[];
  readonly next?: string;
}

describe('/admin/audit', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;
  let decisions: DecisionLog;

  const send = (path = '', token = TOKEN) =>
    fetch(`${url}/admin/audit${path}`, { headers: { authorization: `Bearer ${token}` } });
  const page = async (query = '') => (await (await send(query)).json()) as Page;

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    decisions = app.get(DecisionLog, { strict: false });
  }, 60_000);
  beforeEach(async () => {
    await app.get(AuditTrail).flush();
    await byHand(app.get(Database), 'truncate decisions_denied, admin_acts, audit_gaps');
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  it('shows a denial at once, under the id that its caller was told', async () => {
    const { decisionId } = denial();
    decisions.record(denial({ decisionId, scopes: ['a'], chain: ['m0'] }));
    const answer = await send(`/${decisionId}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const entry = {
      kind: 'denial',
      id: decisionId,
      decisionId,
      at: expect.stringMatching(/Z$/),
      requestId: expect.any(String),
      caller: 'm1',
      chain: ['m0'],
      target: 'm3',
      scopes: ['a'],
      reason: 'no_edge',
      credentialId: 'credential-1',
      policyVersion: 7,
      sourceAddress: '192.0.2.7',
      instance: expect.any(String),
    };
    expect(await answer.json()).toEqual(entry);
    expect(await page()).toEqual({ entries: [entry] });
  });

  it('shows refused credentials of nobody with how many there were', async () => {
    for (let n = 0; n < 3; n++) decisions.refused({ code: 'M2M_TOKEN_EXPIRED', requestId: 'r' });
    const { entries } = await page('?reason=M2M_TOKEN_EXPIRED');
    expect(entries).toEqual([
      {
        kind: 'denial',
        id: expect.stringMatching(/^[\w-]{24}$/),
        at: expect.any(String),
        requestId: 'r',
        reason: 'M2M_TOKEN_EXPIRED',
        sourceAddress: '',
        count: 3,
        instance: expect.any(String),
      },
    ]);
  });

  it('shows an act with who did it, and finds it by its id', async () => {
    const done = act({ at: new Date(), actor: { id: 'abc', label: 'nightly', role: 'read' } });
    app.get<AuditTrail>(ADMIN_ACTS).record(done);
    const [entry] = (await page('?actor=nightly')).entries;
    expect(entry).toEqual({
      kind: 'act',
      ...done,
      at: done.at.toISOString(),
      actor: { id: 'abc', label: 'nightly', role: 'read' },
      instance: expect.any(String),
    });
    expect(await (await send(`/${done.id}`)).json()).toEqual(entry);
    expect((await page('?actor=abc')).entries).toHaveLength(1);
    expect((await page('?actor=root')).entries).toEqual([]);
  });

  it('shows of which time not every entry is kept', async () => {
    await byHand(
      app.get(Database),
      `insert into audit_gaps values ('g', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', 5, 1, 'i')`,
    );
    const gap = {
      kind: 'gap',
      id: 'g',
      at: '2026-01-02T00:00:00.000Z',
      since: '2026-01-01T00:00:00.000Z',
      denials: 5,
      acts: 1,
      instance: 'i',
    };
    expect(await page('?kind=gap')).toEqual({ entries: [gap] });
    expect(await (await send('/g')).json()).toEqual(gap);
  });

  it('keeps no trace of an allowed call', async () => {
    const { decisionId } = decision();
    decisions.record(decision({ decisionId }));
    expect((await page()).entries).toEqual([]);
    const answer = await send(`/${decisionId}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'M2M_AUDIT_ENTRY_UNKNOWN' });
  });

  it.each([
    ['', 6],
    ['?caller=m1', 3],
    ['?caller=m1&target=m3', 2],
    ['?target=m2&reason=caller_revoked', 1],
    ['?kind=denial', 4],
    ['?kind=act', 2],
    ['?since=1h', 6],
    ['?until=1h', 0],
    ['?since=1h&until=2125-01-01', 6],
  ])('finds with %j so many: %i', async (query, many) => {
    decisions.record(denial());
    decisions.record(denial());
    decisions.record(denial({ target: 'm2', reason: 'caller_revoked' }));
    decisions.record(denial({ caller: 'm2' }));
    for (let n = 0; n < 2; n++) app.get(AuditTrail).record(act({ at: new Date() }));
    expect((await page(query)).entries).toHaveLength(many);
  });

  it('shows everything once on pages, newest first, though many are of the same moment', async () => {
    const at = new Date();
    const now = jest.spyOn(Date, 'now');
    for (let n = 0; n < 7; n++) {
      now.mockReturnValue(at.getTime() - (n % 2));
      decisions.record(denial({ decisionId: `${n % 3 === 0 ? 'B' : 'b'}-${n}` }));
    }
    now.mockRestore();
    for (let n = 0; n < 4; n++) app.get(AuditTrail).record(act({ id: `a-${n}`, at }));
    const seen: string[] = [];
    let cursor = '';
    do {
      const { entries, next = '' } = await page(`?limit=3${cursor}`);
      expect(entries.length).toBeLessThanOrEqual(3);
      seen.push(...entries.map(({ at: moment, id }) => `${String(moment)} ${id}`));
      cursor = next === '' ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(11);
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
  });

  it.each([
    '?limit=0',
    '?limit=9999',
    '?cursor=x',
    '?sort=name;drop',
    '?caller=a&caller=b',
    '?kind=x',
  ])('refuses %s, and says what is wrong', async (query) => {
    const answer = await send(query);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: 'M2M_QUERY_INVALID',
      message: expect.stringMatching(/^The query cannot be understood: \w+ .*\.$/),
      parameter: expect.any(String),
    });
  });

  it.each(["' or 1=1--", '\u0000', 'x'.repeat(65), '%', 'unknown'])(
    'knows no entry of the id %j',
    async (id) => {
      expect((await send(`/${encodeURIComponent(id)}`)).status).toBe(404);
    },
  );

  it('answers 503 while the database is away, and hides no fault', async () => {
    const read = jest.spyOn(app.get(Database), 'read');
    read.mockRejectedValueOnce(new DatabaseUnavailable());
    const away = await send();
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
    read.mockRejectedValueOnce(new TypeError('a fault'));
    expect((await send()).status).toBe(500);
    read.mockRestore();
  });

  it('is for administrators', async () => {
    expect((await send('', 'not-the-token')).status).toBe(401);
    expect((await send('/x', 'not-the-token')).status).toBe(401);
    const { entries } = await page('?reason=M2M_ADMIN_TOKEN_INVALID');
    expect(entries).toEqual([expect.objectContaining({ count: 2, sourceAddress: '127.0.0.1' })]);
  });
});
