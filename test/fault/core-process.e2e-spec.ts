import { readdirSync } from 'node:fs';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { eventually } from '../contract/policy-fixture.js';
import { CoreProcess } from '../support/core-process.js';
import { DemoSystem } from '../support/demo-system.js';
import { exactRequest, type ExactAnswer } from '../support/exact-request.js';

/** What one call to the core may take, and what a client must not wait beyond. */
const CORE_TIMEOUT_MS = 1000;

function expectUnavailable(answers: readonly ExactAnswer[]): void {
  for (const { status, headers, text } of answers) {
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect(JSON.parse(text)).toMatchObject({ code: 'M2M_CORE_UNAVAILABLE' });
  }
}

describe('a core in a process of its own', () => {
  let core: CoreProcess;
  let demo: DemoSystem;
  let credential: string;

  beforeAll(async () => {
    core = await CoreProcess.start();
    demo = await DemoSystem.start({
      authServer: {
        SUPERTOKENS_CONNECTION_URI: core.url,
        SUPERTOKENS_API_KEY: CoreProcess.API_KEY,
        M2M_CORE_TIMEOUT_MS: String(CORE_TIMEOUT_MS),
      },
      only: 'auth-server',
    });
    credential = await core.mint();
  }, 60_000);
  afterAll(async () => {
    await demo.stop();
    await core.signal('SIGKILL');
  });

  const ask = (): Promise<ExactAnswer> =>
    exactRequest(demo.url('auth-server', '/accesstoken'), {
      headers: ['Content-Type', 'application/json', 'Authorization', `Bearer ${credential}`],
      body: '{"target":"m2"}',
    });
  const askOften = (): Promise<ExactAnswer[]> => Promise.all(Array.from({ length: 100 }, ask));
  const keySet = async (): Promise<JSONWebKeySet> => {
    const answer = await fetch(demo.url('auth-server', '/.well-known/jwks.json'));
    return (await answer.json()) as JSONWebKeySet;
  };
  const isIssuing = async (): Promise<boolean> => (await ask()).status === 200;
  const readiness = async (): Promise<number> =>
    (await fetch(demo.url('auth-server', '/health/ready'))).status;
  const openFiles = (): number => readdirSync(`/proc/${demo.process('auth-server').pid}/fd`).length;

  it('F09: is killed under load: 503 at once, what is out still verifies, and issuing comes back', async () => {
    const { accessToken } = JSON.parse((await ask()).text) as { accessToken: string };
    const underLoad = askOften();
    await core.signal('SIGKILL');
    const statuses = new Set((await underLoad).map(({ status }) => status));
    expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);

    expectUnavailable(await askOften());
    await jwtVerify(accessToken, createLocalJWKSet(await keySet()), { audience: 'm2' });
    await core.restart();
    await eventually(isIssuing);
  }, 60_000);

  it('F10: hangs: every request is bounded, nothing piles up, and it recovers when the core goes on', async () => {
    await core.signal('SIGSTOP');
    expectUnavailable(await askOften());
    const afterOne = openFiles();
    expectUnavailable(await askOften());
    expect(openFiles()).toBeLessThan(afterOne + 50);
    await core.signal('SIGCONT');
    await eventually(isIssuing);
  }, 60_000);

  it('F12: has another API key: 503, not ready, and the key is in no line of the log', async () => {
    await core.restart({ apiKey: 'another-key-of-20-characters' });
    expectUnavailable(await askOften());
    await demo.process('auth-server').printed(/does not sign.*refused_our_key/);
    expect(await readiness()).toBe(503);
    await core.restart();
    await eventually(isIssuing);
    await eventually(async () => (await readiness()) === 200);
    expect(demo.output.includes(CoreProcess.API_KEY)).toBe(false);
  }, 60_000);

  it('F16: is started with an empty database: its credentials are refused, and the log says why', async () => {
    const before = await keySet();
    await core.restart({ keys: 'lost' });
    await eventually(async () => (await ask()).status === 401);
    const after = await keySet();
    expect(after.keys).not.toEqual(before.keys);
    const report = await demo.process('auth-server').printed(/lost keys that sign credentials/);
    expect(report).toContain('"level":"error"');
    expect(report).toMatch(/restore the core’s database/);
    const [lost = ''] = before.keys.flatMap(({ kid = '' }) => (kid.startsWith('s-') ? kid : []));
    expect(report).toContain(`"${lost}"`);
    expect(demo.output.includes('credential written')).toBe(false);
  }, 60_000);
});
