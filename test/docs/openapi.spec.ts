import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthServerModule } from '../../apps/auth-server/src/auth-server.module.js';
import { parseAuthServerConfig } from '../../apps/auth-server/src/config/auth-server.config.js';
import { parseMicroserviceConfig } from '../../apps/microservice/src/config/microservice.config.js';
import { MicroserviceModule } from '../../apps/microservice/src/microservice.module.js';
import { freePorts } from '../support/free-ports.js';
import { DescribedApplication, type DescribedAnswer } from '../support/described-application.js';
import { describesItself } from './describes-itself.js';
import { ROOT } from './markdown.js';

const ISSUER = 'http://localhost:8000';
/** A whole auth-server starts, on a machine that may be busy. */
const STARTS_WITHIN_MS = 120_000;
const ROOT_TOKEN = 'm2m_admin_for_this_spec_and_nothing_else';
const asRoot = { authorization: `Bearer ${ROOT_TOKEN}` };
/** One member of an answer that is a text. */
const textIn = ({ text }: DescribedAnswer, member: string): string =>
  String((JSON.parse(text) as Readonly<Record<string, string>>)[member]);
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

let home: string;
let server: DescribedApplication;
let bootstrap: string;

const admin = (route: string, request: object = {}) => {
  const typed = 'payload' in request ? json : {};
  return server.call(route, { headers: { ...typed, ...asRoot }, ...request });
};
const parsed = ({ text }: DescribedAnswer): unknown => JSON.parse(text);

const secretOf = async (): Promise<string> => {
  const issued = await admin('POST /admin/microservices/{name}/credentials', {
    params: { name: 'm1' },
    payload: { kind: 'secret' },
  });
  return textIn(issued, 'secret');
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'm2m-openapi-'));
  const config = parseAuthServerConfig({
    PORT: '0',
    M2M_HOME: home,
    M2M_ISSUER: ISSUER,
    M2M_POLICY_FILE: join(ROOT, 'm2m.policy.yaml'),
    M2M_ADMIN_TOKEN: ROOT_TOKEN,
    M2M_EMBEDDED_CORE_PORT: '0',
  });
  server = await DescribedApplication.open(AuthServerModule.forRoot(config));
  bootstrap = (await readFile(join(home, 'credentials', 'm1.jwt'), 'utf8')).trim();
}, STARTS_WITHIN_MS);
afterAll(async () => {
  await server.close();
  await rm(home, { recursive: true });
});

describe('the description of the auth-server', () => {
  it('tells the truth about tokens and keys', async () => {
    const headers = { ...json, authorization: `Bearer ${bootstrap}` };
    const issue = (target: string, more = {}) =>
      server.call('POST /accesstoken', { headers: { ...headers, ...more }, payload: { target } });
    expect((await issue('m2')).status).toBe(200);
    expect(parsed(await issue('m3'))).toMatchObject({ statusCode: 401, reason: 'no_edge' });
    expect((await issue('')).status).toBe(400);
    expect((await issue('m2', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await issue('m2', { authorization: 'Bearer x' })).status).toBe(401);
    for (const route of ['GET /.well-known/jwks.json', 'GET /auth/jwt/jwks.json']) {
      const { headers: given } = await server.call(route);
      const known = { 'if-none-match': String(given['etag']) };
      expect((await server.call(route, { headers: known })).status).toBe(304);
    }
  });

  it('tells the truth about OAuth', async () => {
    const client = `client_id=m1&client_secret=${await secretOf()}`;
    const post = (route: string, payload: string) => server.call(route, { headers: form, payload });
    const grant = 'grant_type=client_credentials&resource=m2';
    const granted = await post('POST /oauth/token', `${grant}&${client}`);
    const token = textIn(granted, 'access_token');
    expect((await post('POST /oauth/token', client)).status).toBe(400);
    expect((await post('POST /oauth/token', `${grant}&client_id=m1&client_secret=x`)).status).toBe(
      401,
    );
    const active = await post('POST /oauth/introspect', `token=${token}&${client}`);
    expect(parsed(active)).toMatchObject({ active: true });
    await post('POST /oauth/introspect', `token=x&${client}`);
    await post('POST /oauth/revoke', `token=${token}&${client}`);
    await post('POST /oauth/revoke', '');
    await server.call('GET /.well-known/oauth-authorization-server');
  });

  it('tells the truth about health', async () => {
    expect((await admin('GET /admin/status')).status).toBe(200);
    await server.call('GET /metrics');
    expect((await server.call('GET /health/live')).status).toBe(200);
    expect((await server.call('GET /health/ready')).status).toBe(200);
  });

  it('tells the truth about the policy', async () => {
    const policy = await admin('GET /admin/policy');
    const headers = { ...json, ...asRoot, 'if-match': String(policy.headers['etag']) };
    const put = (payload: string, more = headers) =>
      server.call('PUT /admin/policy', { headers: more, payload });
    expect((await put(policy.text)).status).toBe(200);
    expect((await put(policy.text, { ...headers, 'if-match': '"999"' })).status).toBe(412);
    expect((await put('{}')).status).toBe(400);
    expect((await put('{}', { ...json, ...asRoot } as never)).status).toBe(428);
    await server.call('GET /schema/m2m-policy.json');
    await admin('POST /admin/policy/lint', { payload: policy.text });
    await admin('GET /admin/policy/versions');
    const policyTag = String((await admin('GET /admin/policy')).headers['etag']);
    const version = policyTag.replaceAll('"', '');
    await admin('GET /admin/policy/versions/{version}', { params: { version } });
    await admin('GET /admin/policy/versions/{version}', { params: { version: '999' } });
    await admin('GET /admin/policy/diff', { query: `?from=1&to=${version}` });
    await admin('GET /admin/policy/diff');
    const restore = 'POST /admin/policy/versions/{version}/restore';
    const params = { version: '1' };
    expect((await admin(restore, { params })).status).toBe(428);
    const restored = { params, headers: { ...asRoot, 'if-match': policyTag } };
    expect((await admin(restore, restored)).status).toBe(200);
    const asYaml = { ...asRoot, accept: 'application/yaml' };
    await server.call('GET /admin/policy', { headers: asYaml });
  });

  it('tells the truth about microservices and edges', async () => {
    const params = { name: 'm4' };
    const added = { name: 'm4', url: 'http://m4' };
    const edge = { caller: 'm4', target: 'm1' };
    const add = () => admin('POST /admin/microservices', { payload: added });
    expect([(await add()).status, (await add()).status]).toEqual([201, 409]);
    await admin('GET /admin/microservices');
    await admin('POST /admin/policy/edges', { payload: edge });
    await admin('POST /admin/policy/edges', { payload: {} });
    await admin('DELETE /admin/policy/edges/{caller}/{target}', { params: edge });
    await admin('DELETE /admin/policy/edges/{caller}/{target}', { params: edge });
    await admin('PATCH /admin/microservices/{name}', { params, payload: { enabled: false } });
    await admin('PATCH /admin/microservices/{name}', { params, payload: { url: 5 } });
    await admin('DELETE /admin/microservices/{name}', { params });
    await admin('DELETE /admin/microservices/{name}', { params });
  });

  it('tells the truth about why', async () => {
    expect((await admin('GET /admin/why', { query: '?caller=m1&target=m2' })).status).toBe(200);
    expect((await admin('GET /admin/why', { query: '?caller=m1' })).status).toBe(400);
  });

  it('tells the truth about audit', async () => {
    const audit = await admin('GET /admin/audit');
    const { entries } = parsed(audit) as { readonly entries: readonly { readonly id: string }[] };
    expect(audit.text).toContain(textIn(await admin('GET /admin/status'), 'instanceId'));
    await admin('GET /admin/audit/{id}', { params: { id: entries[0]?.id } });
    await admin('GET /admin/audit/{id}', { params: { id: '0' } });
    await admin('GET /admin/audit', { query: '?limit=0' });
  });

  it('tells the truth about insight', async () => {
    await admin('GET /admin/edges', { query: '?unused=30d' });
    await admin('GET /admin/edges', { query: '?unused=x' });
    const payload = (await admin('GET /admin/policy')).text;
    await admin('POST /admin/policy/plan', { payload });
    await admin('POST /admin/policy/plan', { payload: '{}', headers: { ...json, ...asRoot } });
    await admin('GET /admin/policy/proposal');
    await admin('GET /admin/policy/proposal', { query: '?since=x' });
  });

  it('tells the truth about credentials', async () => {
    const path = '/admin/microservices/{name}/credentials';
    const params = { name: 'm1' };
    const issued = await admin(`POST ${path}`, { params, payload: { kind: 'bootstrap' } });
    const id = textIn(issued, 'id');
    await admin(`GET ${path}`, { params });
    await admin(`GET ${path}`, { params: { name: 'm9' } });
    expect((await admin(`POST ${path}`, { params, payload: {} })).status).toBe(400);
    expect((await admin(`DELETE ${path}/{id}`, { params: { name: 'm1', id } })).status).toBe(204);
    expect((await admin(`DELETE ${path}/{id}`, { params: { name: 'm1', id: '0' } })).status).toBe(
      404,
    );
  });

  it('tells the truth about revocations', async () => {
    const payload = { microservice: 'm3', reason: 'a drill' };
    const revoked = await admin('POST /admin/revocations', { payload });
    const id = textIn(revoked, 'id');
    await admin('GET /admin/revocations');
    const { headers } = await server.call('GET /revocations');
    const known = { 'if-none-match': String(headers['etag']) };
    expect((await server.call('GET /revocations', { headers: known })).status).toBe(304);
    expect((await server.call('GET /revocations', { query: '?wait=x' })).status).toBe(400);
    expect((await admin('POST /admin/revocations', { payload: {} })).status).toBe(400);
    await admin('DELETE /admin/revocations/{id}', { params: { id } });
    expect((await admin('DELETE /admin/revocations/{id}', { params: { id: '0' } })).status).toBe(
      404,
    );
  });

  it('tells the truth about administrators', async () => {
    const payload = { label: 'ada', role: 'read' };
    const made = await admin('POST /admin/tokens', { payload });
    const id = textIn(made, 'id');
    await admin('GET /admin/tokens');
    await admin('POST /admin/tokens', { payload: {} });
    await admin('DELETE /admin/tokens/{id}', { params: { id } });
    await admin('DELETE /admin/tokens/{id}', { params: { id: '0' } });
    await admin('DELETE /admin/tokens/{id}', { params: { id: 'root' } });
  });

  it('says of every route of administrators which role it needs', async () => {
    const made = await admin('POST /admin/tokens', { payload: { label: 'eve', role: 'read' } });
    const reader = { authorization: `Bearer ${textIn(made, 'token')}` };
    const routes = server.described.filter((route) => route.includes(' /admin/'));
    for (const route of routes) {
      expect((await server.call(route)).status).toBe(401);
      const role = server.operation(route)['x-role'];
      expect(['read', 'operate', 'administer']).toContain(role);
      if (role === 'read') continue;
      const refused = await server.call(route, { headers: reader });
      expect(parsed(refused)).toMatchObject({ needed: role, held: 'read' });
    }
  });

  describesItself(() => server);
});

describe('the description of a microservice', () => {
  const { argv } = process;
  let microservice: DescribedApplication;

  beforeAll(async () => {
    // What Nest injects is read from the command line, which is that of the test here.
    process.argv = [...argv.slice(0, 2), '--name', 'm1'];
    const [port = 0] = await freePorts(1);
    const config = parseMicroserviceConfig(['--name', 'm1'], {
      M2M_CREDENTIAL: bootstrap,
      M2M_AUTH_SERVER: await server.url(),
      M2M_ISSUER: ISSUER,
      M2M_TARGETS: `m1=http://127.0.0.1:${port}`,
    });
    microservice = await DescribedApplication.open(MicroserviceModule.forRoot(config), port);
  });
  afterAll(async () => {
    process.argv = argv;
    await microservice.close();
  });

  const query = (target: string) =>
    microservice.call('POST /query', { headers: json, payload: { target } });

  it('tells the truth about being called', async () => {
    const issued = await server.call('POST /accesstoken', {
      headers: { ...json, authorization: `Bearer ${bootstrap}` },
      payload: { target: 'm1' },
    });
    const { accessToken } = JSON.parse(issued.text) as { readonly accessToken: string };
    const hello = (token: string) =>
      microservice.call('GET /hello', { headers: { authorization: `Bearer ${token}` } });
    expect((await hello(accessToken)).status).toBe(200);
    expect((await hello(bootstrap)).status).toBe(401);
    expect((await microservice.call('GET /hello')).status).toBe(401);
  });

  it('tells the truth about calling', async () => {
    expect((await query('m1')).status).toBe(200);
    expect((await query('m2')).status).toBe(502);
    expect((await query('')).status).toBe(400);
  });

  it('tells the truth about health', async () => {
    for (const route of ['GET /metrics', 'GET /health/live', 'GET /health/ready']) {
      expect((await microservice.call(route)).status).toBe(200);
    }
  });

  describesItself(() => microservice);
});
