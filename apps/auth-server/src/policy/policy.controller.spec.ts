import { createApplication, RuntimeModule } from '@app/runtime';
import { Controller, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { byHand, eventually, reset } from '../../../../test/contract/policy-fixture.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { AdminModule } from '../admin/admin.module.js';
import { Database } from '../database/database.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { DatabaseModule } from '../database/database.module.js';
import { PolicyModule } from './policy.module.js';
import { PolicySnapshots } from './policy-snapshots.service.js';

const ADMIN_TOKEN = 'm2m_admin_for_this_spec_and_nothing_else';

@Controller('other')
class OtherController {
  @Post()
  take(): string {
    return 'taken';
  }
}

@Module({
  imports: [
    RuntimeModule,
    DatabaseModule.forRoot(EMPTY_DATABASE),
    AdminModule.forRoot({ home: '', token: ADMIN_TOKEN }),
    PolicyModule.forRoot({}),
  ],
  controllers: [OtherController],
})
class SpecModule {}

const YAML = `# ours
microservices:
  m1: { url: http://m1 }
  m2: { url: http://m2 }
allow:
  m1: [m2]
`;
const JSON_TEXT = JSON.stringify({
  microservices: { m1: { url: 'http://m1' }, m2: { url: 'http://m2' } },
  allow: { m1: [{ target: 'm2', scopes: ['a'] }] },
});

describe('/admin/policy', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  const send = (method: string, headers: Record<string, string>, body?: string) =>
    fetch(url, {
      method,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  const get = (accept?: string) => send('GET', accept === undefined ? {} : { accept });
  const put = (body: string, ifMatch = '"0"', type = 'application/yaml') =>
    send('PUT', { 'content-type': type, 'if-match': ifMatch }, body);
  const snapshot = () => app.get(PolicySnapshots).current();

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/admin/policy`;
  });
  beforeEach(() => reset(app.get(Database)));
  afterAll(async () => {
    await app.close();
    log.release();
  });

  it('answers the policy as JSON with its version as ETag, for no cache to keep', async () => {
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ microservices: {}, allow: {} });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      etag: '"0"',
      vary: 'Accept',
    });
  });

  it('takes YAML, has it in force when it answers, and answers it as it was written', async () => {
    const answer = await put(YAML);
    expect(answer.status).toBe(200);
    expect(snapshot().findEdge('m1', 'm2')).toBeDefined();
    expect(await answer.json()).toEqual({ version: 1 });
    expect(answer.headers.get('etag')).toBe('"1"');
    const stored = await get('application/yaml');
    expect(stored.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    expect(await stored.text()).toBe(YAML);
  });

  it.each(['application/json', 'Application/JSON; charset=utf-8'])(
    'takes JSON sent as %s, and answers what it took',
    async (type) => {
      expect((await put(JSON_TEXT, '"0"', type)).status).toBe(200);
      expect(await (await get('application/json')).text()).toBe(JSON_TEXT);
    },
  );

  it('takes what it answered', async () => {
    await put(YAML);
    const read = await get('application/yaml');
    const answer = await put(await read.text(), read.headers.get('etag') ?? '');
    expect(await answer.json()).toEqual({ version: 2 });
  });

  it('has a change by hand in force without being told', async () => {
    await put(YAML);
    await byHand(app.get(Database), 'delete from edges');
    await eventually(() => snapshot().findEdge('m1', 'm2') === undefined);
  });

  it.each([undefined, '', '*'])(
    'demands to know which version a change is for: %j',
    async (tag) => {
      const headers = { 'content-type': 'application/yaml' };
      const answer = await send(
        'PUT',
        tag === undefined ? headers : { ...headers, 'if-match': tag },
        YAML,
      );
      expect(answer.status).toBe(428);
      expect(await answer.json()).toMatchObject({ code: 'M2M_PRECONDITION_REQUIRED' });
    },
  );

  it.each(['"9"', 'W/"0"', '0', '"0", "1"'])('refuses a change of version %s', async (tag) => {
    const answer = await put(YAML, tag);
    expect(answer.status).toBe(412);
    expect(await answer.json()).toMatchObject({ code: 'M2M_POLICY_CONFLICT', currentVersion: 0 });
    expect(await (await get()).json()).toEqual({ microservices: {}, allow: {} });
  });

  it.each([
    ['application/yaml', 'microservices: { M1: { url: http://m1 } }', { line: 1, column: 18 }],
    ['application/yaml', '', { line: 1, column: 1 }],
    ['application/json', '', { line: 1, column: 1 }],
    ['application/json', '{"microservices":{},\n"microservices":{}}', { line: 2, column: 1 }],
    ['application/json', '{"microservices":{},\n"__proto__":{}}', { line: 2, column: 1 }],
    ['application/json', '{"microservices":', { line: 1 }],
  ])(
    'refuses a wrong document in %s %j with the place of each problem',
    async (type, text, place) => {
      const answer = await put(text, '"0"', type);
      expect(answer.status).toBe(400);
      const body: unknown = await answer.json();
      expect(body).toMatchObject({ code: 'M2M_POLICY_INVALID', problems: [place] });
    },
  );

  it('refuses a document that is too large before it reads it', async () => {
    const answer = await put(`${YAML}#${'x'.repeat(1_000_000)}`);
    expect(answer.status).toBe(413);
    expect((await put(`${YAML}#${'x'.repeat(900_000)}`)).status).toBe(200);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])(
    'refuses a document in %s',
    async (type) => {
      expect((await put(YAML, '"0"', type)).status).toBe(415);
    },
  );

  it('lets no other route take YAML', async () => {
    const answer = await fetch(new URL('/other', url), {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: 'a: b',
    });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ code: 'M2M_CONTENT_TYPE_NOT_SUPPORTED' });
  });

  it.each(['GET', 'PUT'])(
    'refuses %s without the admin token before anything else',
    async (method) => {
      const answer = await send(method, { authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln' });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('realm="admin"');
    },
  );

  it('says which version it made though it cannot be read back now', async () => {
    const snapshots = app.get(PolicySnapshots);
    const away = jest.spyOn(snapshots, 'refresh').mockRejectedValue(new DatabaseUnavailable());
    const answer = await put(YAML);
    expect([answer.status, await answer.json()]).toEqual([200, { version: 1 }]);
    away.mockRestore();
    expect((await snapshots.refresh()).version).toBe(1);
  });

  it('says 503 and when to come back while the database is away', async () => {
    const database = app.get(Database);
    const away = [
      jest.spyOn(database, 'read').mockRejectedValue(new DatabaseUnavailable()),
      jest.spyOn(database, 'transaction').mockRejectedValue(new DatabaseUnavailable()),
    ];
    for (const answer of [await get(), await put(YAML)]) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(await answer.json()).toMatchObject({ code: 'M2M_DATABASE_UNAVAILABLE' });
    }
    for (const spy of away) spy.mockRestore();
  });

  it('says 500 and nothing more when something is broken', async () => {
    const broken = jest
      .spyOn(app.get(Database), 'read')
      .mockRejectedValue(new Error('secret detail'));
    const answer = await get();
    broken.mockRestore();
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret detail');
  });
});
