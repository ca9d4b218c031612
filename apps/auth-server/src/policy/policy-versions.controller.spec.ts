import { createApplication, RuntimeModule } from '@app/runtime';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { reset } from '../../../../test/contract/policy-fixture.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { AdminModule } from '../admin/admin.module.js';
import { Database } from '../database/database.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { DatabaseModule } from '../database/database.module.js';
import { PolicyModule } from './policy.module.js';
import { PolicySnapshots } from './policy-snapshots.service.js';

const ADMIN_TOKEN = 'm2m_admin_for_this_spec_and_nothing_else';

@Module({
  imports: [
    RuntimeModule,
    DatabaseModule.forRoot(EMPTY_DATABASE),
    AdminModule.forRoot({ home: '', token: ADMIN_TOKEN }),
    PolicyModule.forRoot({}),
  ],
})
class SpecModule {}

const FIRST = '# ours\nmicroservices: { m1: { url: http://m1 }, m2: { url: http://m2 } }\n';
const SECOND = `${FIRST}allow: { m1: [m2] }\n`;

describe('the history of /admin/policy', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  const send = (method: string, path: string, headers: object = {}, body?: string) =>
    fetch(`${url}/admin/policy${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/yaml' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
  const get = async (path: string, headers: object = {}) => send('GET', path, headers);
  const put = (version: number, body: string, headers: object = {}, path = '') =>
    send('PUT', path, { 'if-match': `"${version}"`, ...headers }, body);

  const lint = async (body: string): Promise<unknown> =>
    (await send('POST', '/lint', {}, body)).json();

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  beforeEach(async () => {
    await reset(app.get(Database));
    await put(0, FIRST, { 'm2m-message': encodeURIComponent('für den Anfang') });
    await put(1, SECOND, {}, '?message=the%20first%20edge');
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  it('lists versions with author, message and differences', async () => {
    const answer = await get('/versions?limit=1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({
      versions: [
        {
          version: 2,
          at: expect.stringMatching(/^\d{4}-/) as string,
          actor: 'root',
          message: 'the first edge',
          changes: expect.objectContaining({ added: 1, removed: 0, changed: 0 }) as object,
        },
      ],
      next: '2',
    });
    const rest = await get('/versions?cursor=2');
    expect(await rest.json()).toMatchObject({
      versions: [{ version: 1, message: 'für den Anfang' }],
    });
  });

  it('shows a version as JSON and as it was written', async () => {
    expect(await (await get('/versions/1')).json()).toMatchObject({ version: 1, document: FIRST });
    const written = await get('/versions/1', { accept: 'application/yaml' });
    expect(written.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    expect(await written.text()).toBe(FIRST);
  });

  it('compares versions', async () => {
    const difference = { kind: 'edge', name: 'm1 -> m2' };
    expect(await (await get('/diff?from=1')).json()).toMatchObject({
      from: 1,
      to: 2,
      differences: [{ ...difference, change: 'added' }],
    });
    expect(await (await get('/diff?from=2&to=1')).json()).toMatchObject({
      differences: [{ ...difference, change: 'removed' }],
    });
  });

  it('restores a version, which is in force when it answers', async () => {
    const answer = await send('POST', '/versions/1/restore', { 'if-match': '"2"' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"3"');
    expect(await answer.json()).toEqual({ version: 3 });
    expect(app.get(PolicySnapshots).current().findEdge('m1', 'm2')).toBeUndefined();
    expect((await send('POST', '/versions/1/restore')).status).toBe(428);
  });

  it('answers a change that is too late with what both sides changed', async () => {
    const late = await put(1, `${FIRST}allow: { m1: [{ target: m2, ttl: 1m }] }`);
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({
      code: 'M2M_POLICY_CONFLICT',
      currentVersion: 2,
      commonVersion: 1,
      conflicts: [
        {
          name: 'm1 -> m2',
          yours: { after: { ttl: '1m' } },
          theirs: { change: 'added', after: {} },
        },
      ],
      theirs: [{ name: 'm1 -> m2', change: 'added' }],
    });
  });

  it.each([
    ['GET', '/versions?limit=201', 400, 'M2M_REQUEST_INVALID'],
    ['GET', '/versions?limit=0', 400, 'M2M_REQUEST_INVALID'],
    ['GET', '/versions?limit=ten', 400, 'M2M_REQUEST_INVALID'],
    ['GET', '/versions?cursor=-1', 400, 'M2M_REQUEST_INVALID'],
    ['GET', '/versions?cursor=1&cursor=2', 400, 'M2M_REQUEST_INVALID'],
    ['GET', '/versions/latest', 400, 'M2M_REQUEST_INVALID'],
    ['GET', '/versions/9', 404, 'M2M_POLICY_VERSION_UNKNOWN'],
    ['GET', '/diff', 400, 'M2M_REQUEST_INVALID'],
    ['GET', '/diff?from=0', 404, 'M2M_POLICY_VERSION_UNKNOWN'],
    ['GET', '/diff?from=9', 404, 'M2M_POLICY_VERSION_UNKNOWN'],
    ['GET', '/diff?from=1&to=9', 404, 'M2M_POLICY_VERSION_UNKNOWN'],
    ['POST', '/versions/9/restore', 404, 'M2M_POLICY_VERSION_UNKNOWN'],
  ])('refuses %s %s with %d %s', async (method, path, status, code) => {
    const answer = await send(method, path, { 'if-match': '"2"' });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
  });

  it.each([
    ['two lines', 'a%0Ab'],
    ['too much', 'x'.repeat(501)],
    ['a broken encoding', '%'],
  ])('refuses a message of %s', async (_what, message) => {
    const answer = await put(2, FIRST, { 'm2m-message': message });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'M2M_REQUEST_INVALID', member: 'message' });
  });

  it('says what is wrong with a document, or worth a second look', async () => {
    expect(await lint('microservices: [')).toMatchObject({
      problems: [{ line: 1 }],
      warnings: [],
    });
    expect(await lint(`${FIRST}allow: { "*": [m1] }`)).toMatchObject({
      problems: [],
      warnings: [{ code: 'wildcard', subject: '* -> m1' }],
    });
  });

  it('shows anybody the schema of documents, and lets it be kept', async () => {
    const answer = await fetch(`${url}/schema/m2m-policy.json`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await answer.json()).toMatchObject({ required: ['microservices'] });
  });

  it('says 503 while the database is away', async () => {
    const away = jest.spyOn(app.get(Database), 'read').mockRejectedValue(new DatabaseUnavailable());
    const answers = [await get('/versions'), await get('/versions/1'), await get('/diff?from=1')];
    away.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
  });
});
