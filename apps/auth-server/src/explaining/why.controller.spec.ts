import { createApplication, RuntimeModule } from '@app/runtime';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { byHand } from '../../../../test/contract/policy-fixture.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { AdminModule } from '../admin/admin.module.js';
import { Database } from '../database/database.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { DatabaseModule } from '../database/database.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import { RevocationSnapshot } from '../revocations/revocation-snapshot.js';
import { ExplainingModule } from './explaining.module.js';

const ADMIN_TOKEN = 'm2m_admin_for_this_spec_and_nothing_else';

const ledger = {
  provide: RevocationLedger,
  useValue: { current: () => new RevocationSnapshot(1) },
};

@Module({ providers: [ledger], exports: [ledger] })
class LedgerModule {}

@Module({
  imports: [
    RuntimeModule,
    { module: LedgerModule, global: true },
    DatabaseModule.forRoot(EMPTY_DATABASE),
    AdminModule.forRoot({ home: '', token: ADMIN_TOKEN }),
    PolicyModule.forRoot({}),
    ExplainingModule,
  ],
})
class SpecModule {}

const POLICY = `microservices: { m1: { url: http://m1 }, m2: { url: http://m2 } }
groups: { all: [m1, m2] }
allow: { m1: [m2], m2: ["group:all"] }
`;

describe('GET /admin/why', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const why = (question: string) => fetch(`${url}/admin/why?${question}`, { headers });
  const put = (version: number, body: string, message: string) =>
    fetch(`${url}/admin/policy`, {
      method: 'PUT',
      headers: {
        ...headers,
        'content-type': 'application/yaml',
        'if-match': `"${version}"`,
        'm2m-message': message,
      },
      body,
    });

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    await put(0, POLICY, 'begin');
    await put(1, POLICY.replace('m1: [m2], ', ''), 'too much');
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  it('says what is decided now, and who changed the edge, when and why', async () => {
    expect(await (await why('caller=m1&target=m2')).json()).toMatchObject({
      allowed: false,
      reason: 'no_edge',
      policyVersion: 2,
      lastChange: { version: 2, change: 'removed', actor: 'root', message: 'too much' },
      credentials: { live: 0, ended: 0 },
    });
  });

  it('names the change of the entry that an edge comes from', async () => {
    expect(await (await why('caller=m2&target=m1')).json()).toMatchObject({
      allowed: true,
      edge: { via: { caller: 'm2', target: 'group:all' } },
      lastChange: { version: 1, change: 'added' },
    });
  });

  it('says what was decided at a moment', async () => {
    const versions = await fetch(`${url}/admin/policy/versions`, { headers });
    const [, first] = ((await versions.json()) as { versions: { at: string }[] }).versions;
    const question = `caller=m1&target=m2&at=${encodeURIComponent(first?.at ?? '')}`;
    const answer: unknown = await (await why(question)).json();
    expect(answer).toMatchObject({ allowed: true, policyVersion: 1, lastChange: { version: 1 } });
    expect(answer).not.toHaveProperty('credentials');
  });

  it('asks for scopes', async () => {
    expect(await (await why('caller=m2&target=m1&scope=a%20b%20a')).json()).toMatchObject({
      reason: 'scope_missing',
      sentence: expect.stringContaining('a, b.') as string,
    });
  });

  it.each([
    ['target=m2', 400, { member: 'caller' }],
    ['caller=m1', 400, { member: 'target' }],
    ['caller=m1&target=m2&scope=%20', 400, { member: 'scope' }],
    ['caller=m1&target=m2&at=yesterday', 400, { member: 'at' }],
    ['caller=m1&caller=m2&target=m2', 400, { member: 'caller' }],
    ['caller=m1&target=m2&sudo=1', 400, { code: 'M2M_REQUEST_INVALID' }],
    ['caller=m1&target=m2&at=2001-01-01T00:00:00Z', 404, { code: 'M2M_POLICY_VERSION_UNKNOWN' }],
  ])('answers %s with %d', async (question, status, body) => {
    const answer = await why(question);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject(body);
  });

  it('says 503 while the database is away', async () => {
    const away = jest.spyOn(app.get(Database), 'read').mockRejectedValue(new DatabaseUnavailable());
    const answers = [
      await why('caller=m1&target=m2'),
      await why('caller=m1&target=m2&at=2026-01-01T00:00:00Z'),
    ];
    away.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  });

  it('refuses to explain by a version that is no policy', async () => {
    const broken = '{"microservices":{},"allow":{"m1":["m9"]}}';
    await byHand(app.get(Database), `update policy_versions set content = '${broken}'`);
    const answer = await why('caller=m1&target=m2&at=2100-01-01T00:00:00Z');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'M2M_POLICY_INVALID' });
  });
});
