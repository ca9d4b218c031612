import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../contract/policy-fixture.js';
import { CallLoad } from '../support/call-load.js';
import { requestToken } from '../support/demo-admin.js';
import { DemoSystem, type Name } from '../support/demo-system.js';
import { PolicyLedger } from '../support/policy-ledger.js';

const ALLOWED: readonly (readonly [Name, Name])[] = [
  ['m1', 'm2'],
  ['m2', 'm1'],
  ['m3', 'm1'],
];
const FORBIDDEN: readonly (readonly [Name, Name])[] = [
  ['m1', 'm3'],
  ['m3', 'm2'],
];

const KILLS = 3;
/** From the moment on that it listens. */
const TOKENS_WITHIN_MS = 3000;

describe('an auth-server that is killed under load, again and again', () => {
  let demo: DemoSystem;
  let load: CallLoad;
  let ledger: PolicyLedger;
  const tookMs: number[] = [];

  beforeAll(async () => {
    demo = await DemoSystem.start();
    for (const [caller, target] of ALLOWED) {
      expect((await demo.query(caller, target)).status).toBe(200);
    }
    load = new CallLoad(demo, [...ALLOWED, ...FORBIDDEN]);
    ledger = new PolicyLedger(demo);
    ledger.begin();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { count } = ledger;
      await eventually(() => ledger.count > count + 2);
      await sleep(Math.random() * 50);
      await demo.process('auth-server').stop('SIGKILL');
      const { count: calls } = load;
      await eventually(() => load.count > calls + 50);
      await demo.startAuthServer();
      const startedAtMs = performance.now();
      await eventually(async () => (await requestToken(demo, 'm1', 'm2'))[0] === 200);
      tookMs.push(performance.now() - startedAtMs);
    }
    await eventually(() => ledger.count > KILLS * 3);
    await Promise.all([load.end(), ledger.end()]);
  }, 240_000);
  afterAll(() => demo.stop());

  it.each(ALLOWED)('F01: no call fails from %s to %s, which have talked before', (from, to) => {
    expect(load.of(from, to)).toEqual([200]);
  });

  it.each(FORBIDDEN)('F01: no call succeeds from %s to %s, which is forbidden', (from, to) => {
    const statuses = load.of(from, to);
    expect(statuses).toContain(401);
    expect(statuses).not.toContain(200);
  });

  it('F01, F25: every acknowledged policy is there after the kill, and was in force at once', async () => {
    await ledger.check();
    expect(ledger.violations).toEqual([]);
    expect(ledger.count).toBeGreaterThan(KILLS * 3);
  });

  it('F01: new tokens are issued at once after each restart', () => {
    expect(tookMs).toHaveLength(KILLS);
    expect(Math.max(...tookMs)).toBeLessThan(TOKENS_WITHIN_MS);
  });
});
