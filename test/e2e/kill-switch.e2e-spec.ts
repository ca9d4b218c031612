import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../contract/policy-fixture.js';
import { lift, requestToken, revoke, type TokenAnswer } from '../support/demo-admin.js';
import { DemoSystem, type Name } from '../support/demo-system.js';

/** From the answer to the order: every call of the revoked that begins later must be refused. */
const WITHIN_MS = { pushed: 1000, polled: 6000 } as const;

/** Calls whose tokens are at hand: target and caller. */
const EDGES = [
  ['m1', 'm1'],
  ['m1', 'm2'],
  ['m2', 'm1'],
  ['m2', 'm2'],
  ['m3', 'm1'],
] as const;

type Edge = (typeof EDGES)[number];

/** One call of the load, in milliseconds of one clock. */
interface Call {
  readonly caller: Name;
  readonly startedAtMs: number;
  readonly status: number;
  readonly code: string | undefined;
}

/** Callers that never pause, and what they were answered. */
class Scene {
  readonly calls: Call[] = [];
  private isEnded = false;
  private running: readonly Promise<void>[] = [];

  constructor(private readonly demo: DemoSystem) {}

  async call([caller, target]: Edge, token: string): Promise<void> {
    const startedAtMs = performance.now();
    const answer = await fetch(this.demo.url(target, '/hello'), {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await answer.text();
    const { code } = (text.startsWith('{') ? JSON.parse(text) : {}) as TokenAnswer;
    this.calls.push({ caller, startedAtMs, status: answer.status, code });
  }

  /** Callers with tokens at hand, one per edge, that call as fast as they are answered. */
  async startLoad(): Promise<void> {
    const tokens = await Promise.all(EDGES.map(([from, to]) => requestToken(this.demo, from, to)));
    this.running = EDGES.map(async (edge, at) => {
      const { accessToken = '' } = tokens[at]?.[1] ?? {};
      while (!this.isEnded) await this.call(edge, accessToken);
    });
  }

  async endLoad(): Promise<void> {
    this.isEnded = true;
    await Promise.all(this.running);
  }
}

describe.each(['pushed', 'polled'] as const)('F65: the kill switch, %s, under load', (follow) => {
  let demo: DemoSystem;
  let scene: Scene;
  let revokedAtMs: number;
  let revocation: { readonly id: string };

  const callsOf = (isMeant: (call: Call) => boolean) => scene.calls.filter(isMeant);

  beforeAll(async () => {
    demo = await DemoSystem.start({ microservices: { M2M_REVOCATIONS: follow } });
    scene = new Scene(demo);
    await scene.startLoad();
    await eventually(() => scene.calls.length > 200);
  }, 60_000);
  afterAll(async () => {
    await scene.endLoad();
    await demo.stop();
  });

  it(`refuses every call of m1 everywhere ${WITHIN_MS[follow]} ms after the order, at the latest`, async () => {
    const before = [...scene.calls];
    revocation = await revoke(demo, { microservice: 'm1' });
    revokedAtMs = performance.now();
    await sleep(WITHIN_MS[follow] + 500);

    expect(before.filter(({ status }) => status !== 200)).toEqual([]);
    const ofM1 = callsOf(({ caller, startedAtMs }) => caller === 'm1' && startedAtMs > revokedAtMs);
    const lastGood = ofM1.findLast(({ status }) => status === 200);
    const tookMs = lastGood === undefined ? 0 : lastGood.startedAtMs - revokedAtMs;
    process.stdout.write(`m1 was stopped everywhere within ${tookMs.toFixed(0)} ms (${follow})\n`);
    expect(tookMs).toBeLessThan(WITHIN_MS[follow]);
    const late = ofM1.filter(({ startedAtMs }) => startedAtMs > revokedAtMs + WITHIN_MS[follow]);
    expect(late.length).toBeGreaterThan(0);
    expect(new Set(late.map(({ status, code }) => `${status} ${code}`))).toEqual(
      new Set(['401 M2M_TOKEN_REVOKED']),
    );
  });

  it('costs nobody else a call', () => {
    const others = callsOf(({ caller }) => caller !== 'm1');
    expect(others.length).toBeGreaterThan(100);
    expect(others.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('lets m1 have no new token, whatever the target', async () => {
    for (const target of ['m1', 'm2'] as const) {
      expect(await requestToken(demo, 'm1', target)).toMatchObject([
        401,
        { code: 'M2M_CREDENTIAL_REJECTED' },
      ]);
    }
    expect((await demo.query('m1', 'm2')).status).toBe(401);
    expect((await requestToken(demo, 'm3', 'm1'))[0]).toBe(200);
  });

  it('lets m1 call again with new tokens once it is lifted, while the old ones stay void', async () => {
    await lift(demo, revocation.id);
    await eventually(async () => (await demo.query('m1', 'm2')).status === 200);
    await scene.endLoad();
    const { status, code } = scene.calls.findLast(({ caller }) => caller === 'm1') ?? {};
    expect([status, code]).toEqual([401, 'M2M_TOKEN_REVOKED']);
  });

  it('refuses no good call when the list is lost', async () => {
    await demo.process('auth-server').stop('SIGKILL');
    expect((await demo.query('m1', 'm2')).status).toBe(200);
  });
});
