import { createApplication, RuntimeModule } from '@app/runtime';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { byHand } from '../../../../test/contract/policy-fixture.js';
import { decision } from '../../../../test/support/audit-records.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { policyOfText } from '../../../../test/support/policy-of-text.js';
import { AdminModule } from '../admin/admin.module.js';
import { AuditTrailModule } from '../audit/audit-trail.module.js';
import { AuditTrail } from '../audit/audit-trail.service.js';
import { Database } from '../database/database.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { DatabaseModule } from '../database/database.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { InsightModule } from './insight.module.js';

const TOKEN = 'm2m_admin_for_this_spec_and_nothing_else';
const AUTHORIZATION = { authorization: `Bearer ${TOKEN}` };

@Module({
  imports: [
    RuntimeModule,
    DatabaseModule.forRoot(EMPTY_DATABASE),
    AuditTrailModule.forRoot({ retentionDays: 90 }),
    AdminModule.forRoot({ home: '', token: TOKEN }),
    PolicyModule.forRoot({}),
    InsightModule,
  ],
})
class SpecModule {}

const POLICY = `# the shop
microservices:
  m1: { url: http://m1 }
  m2: { url: http://m2, owner: team-b }
  m3: { url: http://m3, mode: observe }
allow:
  m1: [ { target: m2, scopes: [ a, b ] }, m3 ] # orders
  m2: [ m1 ]
`;

describe('insight', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  const get = (path: string) => fetch(`${url}${path}`, { headers: AUTHORIZATION });
  const json = async (path: string) =>
    (await (await get(path)).json()) as Readonly<Record<string, unknown>>;
  const send = (method: string, path: string, body: string, headers: object = {}) =>
    fetch(`${url}/admin/policy${path}`, {
      method,
      headers: { ...AUTHORIZATION, 'content-type': 'application/yaml', ...headers },
      body,
    });
  const plan = async (body: string, query = '') => {
    const answer = await send('POST', `/plan${query}`, body);
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  };
  const seen = (traits: object, times = 1) => {
    for (let n = 0; n < times; n++) app.get(AuditTrail).decided(decision(traits));
  };

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    const put = await send('PUT', '', POLICY, { 'if-match': '"0"' });
    expect(put.status).toBe(200);
  }, 60_000);
  beforeEach(async () => {
    await app.get(AuditTrail).flush();
    await byHand(app.get(Database), 'truncate call_counts');
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  describe('POST /admin/policy/plan', () => {
    it('says what a policy would refuse of what happened, and what it changes', async () => {
      seen({ scopes: ['b'] }, 3);
      seen({ scopes: ['a', 'b'], askedScopes: [] }, 2);
      seen({ caller: 'm2', target: 'm1' });
      const narrower = POLICY.replace('a, b', 'a').replace('m2: [ m1 ]', 'm3: []');
      expect(await plan(narrower)).toEqual({
        policyVersion: expect.any(Number),
        since: expect.any(String),
        until: expect.any(String),
        totals: { calls: 6, wouldDeny: 4, kinds: 2, untold: 0 },
        wouldDeny: [
          expect.objectContaining({
            target: 'm2',
            scopes: ['b'],
            reason: 'scope_missing',
            count: 3,
          }),
          expect.objectContaining({ caller: 'm2', reason: 'no_edge', count: 1, owner: 'team-b' }),
        ],
        refusedAlready: [],
        wouldNarrow: [expect.objectContaining({ lost: ['b'], count: 2 })],
        changes: expect.objectContaining({ removed: 1, changed: 1 }),
      });
    });

    it('looks as far back as it is told, by whole hours', async () => {
      const old = `insert into call_counts values
        (now() - interval '3 days', 'm2', 'm1', '', '', 7, now() - interval '3 days'),
        (now(), '*', '*', '*', '', 5, now())`;
      await byHand(app.get(Database), old);
      const without = POLICY.replace('m2: [ m1 ]', 'm2: []');
      expect(await plan(without)).toMatchObject({ totals: { calls: 12, wouldDeny: 7, untold: 5 } });
      expect(await plan(without, '?since=1d')).toMatchObject({ wouldDeny: [] });
    });

    it('takes JSON, and refuses what is no policy or no period', async () => {
      const body = JSON.stringify({ microservices: {}, allow: {} });
      const answer = await send('POST', '/plan', body, { 'content-type': 'application/json' });
      expect(answer.status).toBe(200);
      expect(await plan('allow: {}')).toMatchObject({ code: 'M2M_POLICY_INVALID' });
      expect(await plan(POLICY, '?since=x')).toMatchObject({ code: 'M2M_QUERY_INVALID' });
    });
  });

  describe('GET /admin/policy/proposal', () => {
    it('writes the least that was called, of which a plan refuses nothing', async () => {
      seen({ scopes: ['b'] }, 3);
      seen({ caller: 'm3', target: 'm1', observed: 'no_edge' }, 2);
      const answer = await get('/admin/policy/proposal?since=1d');
      expect(answer.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
      expect(answer.headers.get('etag')).toBe((await get('/admin/policy')).headers.get('etag'));
      const text = await answer.text();
      const [, header = '', rest = ''] = /^((?:# proposal: .*\n)*)([^]*)$/.exec(text) ?? [];
      expect(header).toMatch(/^# proposal: from 5 calls, 20\S+Z to 20\S+Z, policy version \d+\.\n/);
      expect(header).toContain('# proposal: left out, not called: m1 -> m3, m2 -> m1\n');
      expect(rest).toBe(`# the shop
microservices:
  m1: { url: http://m1 }
  m2: { url: http://m2, owner: team-b }
  m3: { url: http://m3 }
allow:
  m1: [ { target: m2, scopes: [ b ] } ] # orders
  m3: [ m1 ]
`);
      expect(await plan(text)).toMatchObject({ wouldDeny: [], totals: { calls: 5 } });
    });
  });

  it('plans and proposes by what the database says, whatever is in force on this instance', async () => {
    seen({ scopes: ['b'] });
    const stale = policyOfText('microservices: {}');
    const current = jest.spyOn(app.get(PolicySnapshots), 'current').mockReturnValue(stale);
    const planned = await plan(POLICY.replace('a, b', 'a'));
    const proposed = await (await get('/admin/policy/proposal')).text();
    current.mockRestore();
    expect(planned).toMatchObject({ wouldDeny: [{ scopes: ['b'] }], refusedAlready: [] });
    expect(proposed).toContain('m1: [ { target: m2, scopes: [ b ] } ]');
  });

  describe('GET /admin/edges', () => {
    it('shows every edge with its use, in pages', async () => {
      seen({ scopes: ['b'] }, 3);
      const first = await json('/admin/edges?limit=2');
      expect(first).toEqual({
        policyVersion: expect.any(Number),
        knownSince: expect.any(String),
        countedSince: expect.any(String),
        total: 3,
        edges: [
          expect.objectContaining({
            caller: 'm1',
            target: 'm2',
            scopes: ['a', 'b'],
            mode: 'enforce',
            count: 3,
            lastAt: expect.any(String),
          }),
          { caller: 'm1', target: 'm3', scopes: [], mode: 'enforce', count: 0 },
        ],
        next: expect.any(String),
      });
      const second = await json(`/admin/edges?limit=2&cursor=${String(first['next'])}`);
      expect(second['edges']).toMatchObject([{ caller: 'm2', target: 'm1' }]);
      expect(second).not.toHaveProperty('next');
    });

    it('finds what was not used, and says since when it would know', async () => {
      expect(await json('/admin/edges?unused=30d')).toMatchObject({ total: 3 });
      seen({ caller: 'm2', target: 'm1' });
      const { edges, knownSince } = await json('/admin/edges?unused=30d');
      expect(edges).toMatchObject([{ target: 'm2' }, { target: 'm3' }]);
      expect(Date.parse(String(knownSince))).toBeGreaterThan(Date.now() - 7_200_000);
      expect(await json('/admin/edges?expiring=14d')).toMatchObject({ total: 0, edges: [] });
      expect(await json('/admin/edges?expiring=soon')).toMatchObject({ code: 'M2M_QUERY_INVALID' });
    });
  });

  it.each(['/admin/edges', '/admin/policy/proposal'])(
    'answers 503 on %s while the database is away, and 401 to strangers',
    async (path) => {
      const read = jest.spyOn(app.get(Database), 'read');
      read.mockRejectedValueOnce(new DatabaseUnavailable());
      expect((await get(path)).status).toBe(503);
      read.mockRestore();
      expect((await fetch(`${url}${path}`)).status).toBe(401);
    },
  );
});
