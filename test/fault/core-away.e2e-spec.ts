import { Agent, request, type IncomingMessage } from 'node:http';
import { InMemorySigningKeyStore, startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import { eventually } from '../contract/policy-fixture.js';
import { CoreProxy, type CoreMode } from '../support/core-proxy.js';
import { DemoSystem } from '../support/demo-system.js';
import { exactRequest } from '../support/exact-request.js';

const API_KEY = 'a-key-of-at-least-20-characters';

/** Requests that wait for the core while the process is told to stop. */
const IN_FLIGHT = 20;

/** The status of one request for a token over a connection that is kept; rejects when it breaks. */
async function askOverKept(agent: Agent, url: string, credential: string): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${credential}` };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method: 'POST', agent, headers })
      .once('response', resolve)
      .once('error', reject)
      .end('{"target":"m2"}');
  });
  for await (const chunk of answer) void chunk;
  return answer.statusCode ?? 0;
}

describe('a core of one’s own that goes away', () => {
  let core: EmbeddedCore;
  let proxy: CoreProxy;
  let demo: DemoSystem;
  let credential: string;

  beforeAll(async () => {
    core = await startEmbeddedCore({
      port: 0,
      apiKeys: [API_KEY],
      appAliases: ['m2m-auth'],
      store: new InMemorySigningKeyStore(),
    });
    proxy = new CoreProxy(new URL(core.url));
    await proxy.open();
    demo = await DemoSystem.start({
      authServer: {
        SUPERTOKENS_CONNECTION_URI: `${proxy.url}/appid-m2m-auth`,
        SUPERTOKENS_API_KEY: API_KEY,
        M2M_CORE_TIMEOUT_MS: '2000',
      },
      microservices: { M2M_CREDENTIAL_FILE: '/dev/null' },
      only: 'auth-server',
    });
    const answer = await core.createJwt({
      payload: { iss: 'auth-server', sub: 'm1', aud: 'auth-server' },
      validity: 3600,
      algorithm: 'RS256',
      jwksDomain: 'http://localhost:8000',
    });
    if (answer.status !== 'OK') throw new Error('The core did not sign.');
    credential = answer.jwt;
  }, 60_000);
  afterAll(async () => {
    await demo.stop();
    await proxy.close();
    await core.close();
  });

  const ask = () =>
    exactRequest(demo.url('auth-server', '/accesstoken'), {
      headers: ['Content-Type', 'application/json', 'Authorization', `Bearer ${credential}`],
      body: '{"target":"m2"}',
    });
  const keySet = async () =>
    (await fetch(demo.url('auth-server', '/.well-known/jwks.json'))).status;

  it('is used like the embedded one, with several hosts, an app id and an API key', async () => {
    expect((await ask()).status).toBe(200);
  });

  it('was called once at the start, before any token was asked for', () => {
    expect(proxy.requests).toBeGreaterThanOrEqual(2);
    expect(demo.process('auth-server').output).toContain('key set published');
  });

  const modes: readonly CoreMode[] = ['hang', 'error-500', 'html', 'no-jwt', 'wrong-key', 'reset'];

  it.each(modes)(
    'B036: answers 503 within the deadline when the core does this: %s',
    async (mode) => {
      proxy.mode = mode;
      const answer = await ask();
      proxy.mode = 'pass';
      expect(answer.status).toBe(503);
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'retry-after': '2' });
      const body = JSON.parse(answer.text) as object;
      expect(body).toMatchObject({ code: 'M2M_CORE_UNAVAILABLE', decisionId: expect.any(String) });
      expect(answer.text).not.toMatch(/secret internals|gateway|API key/i);
      expect((await ask()).status).toBe(200);
    },
  );

  it('F10: bounds a hundred requests to a hung core, keeps its key set published, and recovers', async () => {
    proxy.mode = 'hang';
    const answers = await Promise.all(Array.from({ length: 100 }, ask));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(await keySet()).toBe(200);
    proxy.mode = 'pass';
    expect((await ask()).status).toBe(200);
  });

  it('F09: keeps the key set published while nothing listens, and signs again when it is back', async () => {
    await proxy.close();
    expect((await ask()).status).toBe(503);
    expect(await keySet()).toBe(200);
    await proxy.open();
    expect((await ask()).status).toBe(200);
  });

  it('F03: answers what is in flight when it is told to stop, and resets no connection', async () => {
    const agent = new Agent({ keepAlive: true });
    const askOver = () => askOverKept(agent, demo.url('auth-server', '/accesstoken'), credential);
    const all = () => Promise.all(Array.from({ length: IN_FLIGHT }, askOver));
    expect(await all()).toEqual(Array(IN_FLIGHT).fill(200));
    proxy.mode = 'slow';
    const { requests } = proxy;
    const inFlight = all();
    await eventually(() => proxy.requests >= requests + IN_FLIGHT);
    const stopped = demo.process('auth-server');
    stopped.send('SIGTERM');
    await stopped.printed(/"message":"stopping"/);
    stopped.send('SIGTERM');
    const readiness = await fetch(demo.url('auth-server', '/health/ready')).then(
      ({ status }) => status,
      () => 'refused',
    );
    expect(readiness).not.toBe(200);
    expect(await inFlight).toEqual(Array(IN_FLIGHT).fill(200));
    expect(await stopped.ended).toEqual({ code: 0, signal: null });
    agent.destroy();
  });

  it('prints neither the API key nor what the core said', () => {
    expect(demo.output).not.toContain(API_KEY);
    expect(demo.output).not.toContain('secret internals');
  });
});
