import { createApplication, RuntimeModule } from '@app/runtime';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { reset } from '../../../../test/contract/policy-fixture.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { AdminModule } from '../admin/admin.module.js';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { PolicyModule } from './policy.module.js';
import { PolicySnapshots } from './policy-snapshots.service.js';
import { PolicyStore } from './policy-store.js';

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

const FIRST = `# ours
microservices:
  m1: { url: http://m1 }
  m2: { url: http://m2 } # to be moved
groups:
  shop: [ m1, m2 ]
allow:
  m1: [ m2 ] # the first
  group:shop: [ m2, group:shop ]
trust:
  - issuer: https://platform.example
    audience: auth-server
    subject: m2
    microservice: m2
    max_age_sec: 600
`;

describe('single changes of the policy', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  const send = (method: string, path: string, body?: unknown, headers: object = {}) =>
    fetch(`${url}/admin/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const bearer = async (role: string) => {
    const made = await send('POST', 'tokens', { label: role, role });
    const { token } = (await made.json()) as { readonly token: string };
    return { authorization: `Bearer ${token}` };
  };
  const change = (body: object, whose: object) => send('PATCH', 'microservices/m1', body, whose);
  const source = async () => (await app.get(PolicyStore).read()).source;
  const inForce = () => app.get(PolicySnapshots).current();

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  beforeEach(async () => {
    await reset(app.get(Database));
    await fetch(`${url}/admin/policy`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        'content-type': 'application/yaml',
        'if-match': '"0"',
      },
      body: FIRST,
    });
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  it('lists the microservices', async () => {
    await send('PATCH', 'microservices/m2', { owner: 'team-x', mode: 'observe' });
    const answer = await send('GET', 'microservices');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({
      version: 2,
      microservices: [
        { name: 'm1', url: 'http://m1', enabled: true, mode: 'enforce' },
        { name: 'm2', url: 'http://m2', enabled: true, mode: 'observe', owner: 'team-x' },
      ],
    });
  });

  it('adds a microservice, which is in force when the answer arrives', async () => {
    const answer = await send('POST', 'microservices', { name: 'm3', url: 'http://m3' });
    expect([answer.status, await answer.json()]).toEqual([201, { version: 2 }]);
    expect(inForce().registry.find('m3')).toMatchObject({ url: 'http://m3', isEnabled: true });
    expect(await source()).toBe(FIRST.replace('groups:', '  m3: { url: http://m3 }\ngroups:'));
  });

  it('disables a microservice, enables it again, and takes a note back', async () => {
    await send('PATCH', 'microservices/m2', { enabled: false, owner: 'team-x' });
    expect(inForce().registry.find('m2')).toMatchObject({ isEnabled: false, owner: 'team-x' });
    expect(await source()).toContain('enabled: false, owner: team-x } # to be moved');
    await send('PATCH', 'microservices/m2', { enabled: true, owner: null });
    expect(inForce().registry.find('m2')).toMatchObject({ isEnabled: true, owner: undefined });
  });

  it('takes a microservice out of all that names it', async () => {
    const answer = await send('DELETE', 'microservices/m2');
    expect([answer.status, await answer.json()]).toEqual([200, { version: 2 }]);
    expect(await source()).toBe(`# ours
microservices:
  m1: { url: http://m1 }
groups:
  shop: [ m1 ]
allow:
  m1: [] # the first
  group:shop: [ group:shop ]
`);
  });

  it('puts an edge, replaces its terms, and takes it out', async () => {
    const put = (terms: object) =>
      send('POST', 'policy/edges', { caller: 'm2', target: 'm1', ...terms });
    expect(await (await put({ scopes: ['a'], ttl: '10m' })).json()).toEqual({ version: 2 });
    expect(inForce().findEdge('m2', 'm1')).toMatchObject({ scopes: ['a'], ttlSec: 600 });
    await put({ until: '2027-01-31' });
    expect(inForce().findEdge('m2', 'm1')).toMatchObject({ scopes: [] });
    expect(await source()).toContain('m2: [ { target: m1, until: 2027-01-31 } ]');
    await send('POST', 'policy/edges', { caller: 'm1', target: 'm1' });
    expect(await source()).toContain('m1: [ m2, m1 ] # the first');
    await send('DELETE', 'policy/edges/m2/m1');
    expect(inForce().findEdge('m2', 'm1')).toMatchObject({ via: { caller: 'group:shop' } });
    expect((await send('DELETE', 'policy/edges/m2/m1')).status).toBe(404);
    expect((await send('DELETE', 'policy/edges/group:shop/group:shop')).status).toBe(200);
    expect(inForce().findEdge('m2', 'm1')).toBeUndefined();
  });

  it('writes an edge into a policy that has none', async () => {
    await send('DELETE', 'policy/edges/m1/m2');
    await send('DELETE', 'policy/edges/group:shop/m2');
    await send('DELETE', 'policy/edges/group:shop/group:shop');
    await send('POST', 'policy/edges', { caller: '*', target: 'm1' });
    expect(await source()).toContain('allow:\n  "*": [ m1 ]\n');
  });

  it('notes who did it and why', async () => {
    const message = { 'm2m-message': encodeURIComponent('zu laut') };
    await send('PATCH', 'microservices/m1', { enabled: false }, message);
    expect(await (await send('GET', 'policy/versions?limit=1')).json()).toMatchObject({
      versions: [{ actor: 'root', message: 'zu laut', changes: { changed: 1 } }],
    });
  });

  it('lets operators stop a microservice and let it go on, and change nothing else', async () => {
    const [reader, operator] = [await bearer('read'), await bearer('operate')];
    const refused = await change({ enabled: false }, reader);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ needed: 'operate', held: 'read' });
    expect((await change({ enabled: false }, operator)).status).toBe(200);
    expect(inForce().registry.find('m1')?.isEnabled).toBe(false);
    expect((await change({ enabled: true }, operator)).status).toBe(200);
    const more = await change({ enabled: false, url: 'http://elsewhere' }, operator);
    expect(more.status).toBe(403);
    expect(await more.json()).toMatchObject({ needed: 'administer', held: 'operate' });
    expect(inForce().registry.find('m1')).toMatchObject({ isEnabled: true, url: 'http://m1' });
  });

  it('refuses a change of an older version that others have changed', async () => {
    await send('PATCH', 'microservices/m1', { url: 'http://m1:80' }, { 'if-match': '"1"' });
    const late = await send('PATCH', 'microservices/m1', { enabled: false }, { 'if-match': '"1"' });
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({ conflicts: [{ kind: 'microservice', name: 'm1' }] });
  });

  it.each([
    ['POST', 'microservices', { name: 'm1', url: 'http://x' }, 409, 'M2M_MICROSERVICE_EXISTS'],
    ['POST', 'microservices', { name: 'M9', url: 'http://x' }, 400, 'M2M_POLICY_INVALID'],
    ['POST', 'microservices', { name: 'm9', url: 'http://x', id: 1 }, 400, 'M2M_POLICY_INVALID'],
    ['POST', 'microservices', { url: 'http://x' }, 400, 'M2M_REQUEST_INVALID'],
    ['POST', 'microservices', [], 400, 'M2M_REQUEST_INVALID'],
    ['PATCH', 'microservices/m9', { enabled: false }, 404, 'M2M_MICROSERVICE_UNKNOWN'],
    ['PATCH', 'microservices/m1', {}, 400, 'M2M_REQUEST_INVALID'],
    ['PATCH', 'microservices/m1', { url: null }, 400, 'M2M_POLICY_INVALID'],
    ['PATCH', 'microservices/m1', { enabled: 'no' }, 400, 'M2M_POLICY_INVALID'],
    ['DELETE', 'microservices/m9', undefined, 404, 'M2M_MICROSERVICE_UNKNOWN'],
    ['POST', 'policy/edges', { caller: 'm1' }, 400, 'M2M_REQUEST_INVALID'],
    ['POST', 'policy/edges', { caller: 'm1', target: 'm9' }, 400, 'M2M_POLICY_INVALID'],
    ['POST', 'policy/edges', { caller: 'm1', target: 'm2', ttl: 60 }, 400, 'M2M_POLICY_INVALID'],
    ['DELETE', 'policy/edges/m2/m9', undefined, 404, 'M2M_EDGE_UNKNOWN'],
  ])('refuses %s %s %j with %d %s and stores nothing', async (method, path, body, status, code) => {
    const answer = await send(method, path, body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
    expect(await source()).toBe(FIRST);
  });
});
