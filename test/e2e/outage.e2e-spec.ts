import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoSystem } from '../support/demo-system.js';
import { mintAtCore } from '../support/mint-at-core.js';

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe('what happens while something is missing', () => {
  let demo: DemoSystem;
  beforeEach(async () => {
    demo = await DemoSystem.start();
  }, 60_000);
  afterEach(() => demo.stop());

  const hello = async (token: string) =>
    (await fetch(demo.url('m2', '/hello'), { headers: { authorization: `Bearer ${token}` } }))
      .status;

  const tokenForM2 = async () => {
    const answer = await fetch(demo.url('auth-server', '/accesstoken'), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await mintAtCore(demo, { iss: 'auth-server', sub: 'm1', aud: 'auth-server' })}`,
      },
      body: '{"target":"m2"}',
    });
    return ((await answer.json()) as { accessToken: string }).accessToken;
  };

  it('goes on between microservices that have talked before, while the auth-server is dead', async () => {
    expect((await demo.query('m1', 'm2')).status).toBe(200);
    await demo.process('auth-server').stop('SIGKILL');
    expect(await (await demo.query('m1', 'm2')).text()).toBe('Hello to m1 from m2!');

    const never = await demo.query('m3', 'm1');
    expect(never.status).toBe(503);
    expect(never.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await codeOf(never)).toBe('M2M_AUTH_SERVER_UNREACHABLE');
  }, 60_000);

  it('keeps keys, policy and credentials over a restart, also after a kill', async () => {
    const token = await tokenForM2();
    await demo.process('auth-server').stop('SIGKILL');
    await demo.startAuthServer();
    expect(await hello(token)).toBe(200);
    expect(await hello(await tokenForM2())).toBe(200);
    expect(demo.process('auth-server').output).not.toContain('credential written');
  }, 90_000);

  it('F66: serves /hello without a credential, and says on /query what is missing', async () => {
    await demo.process('m1').stop();
    const path = join(demo.home, 'credentials', 'm1.jwt');
    await rm(path);
    await demo.startMicroservice('m1');
    expect((await demo.query('m2', 'm1')).status).toBe(200);

    const missing = await demo.query('m1', 'm2');
    expect(missing.status).toBe(503);
    const body = (await missing.json()) as { code: string; message: string };
    expect(body.code).toBe('M2M_CREDENTIAL_MISSING');
    expect(body.message).toContain(path);

    const iat = Math.floor(Date.now() / 1000) - 600;
    const claims = { iss: 'auth-server', sub: 'm1', aud: 'auth-server', iat, exp: iat + 60 };
    await writeFile(path, await mintAtCore(demo, claims));
    const expired = await demo.query('m1', 'm2');
    expect(expired.status).toBe(401);
    expect(await codeOf(expired)).toBe('M2M_CREDENTIAL_EXPIRED');

    await writeFile(
      path,
      await mintAtCore(demo, { iss: 'auth-server', sub: 'm1', aud: 'auth-server' }),
    );
    // A refusal is remembered for two seconds, so that a loop does not reach the auth-server.
    const end = Date.now() + 15_000;
    let status = 401;
    while (status === 401 && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      status = (await demo.query('m1', 'm2')).status;
    }
    expect(status).toBe(200);
  }, 60_000);

  it('tells a target that is down from one that the policy forbids', async () => {
    await demo.process('m2').stop();
    const answer = await demo.query('m1', 'm2');
    expect(answer.status).toBe(502);
    expect(await codeOf(answer)).toBe('M2M_TARGET_UNREACHABLE');
  }, 60_000);

  it('answers live and ready on every process, and ends each with exit code 0', async () => {
    for (const name of ['auth-server', 'm1', 'm2', 'm3'] as const) {
      expect((await fetch(demo.url(name, '/health/live'))).status).toBe(200);
      expect((await fetch(demo.url(name, '/health/ready'))).status).toBe(200);
      expect(await demo.process(name).stop()).toEqual({ code: 0, signal: null });
    }
  }, 60_000);
});
