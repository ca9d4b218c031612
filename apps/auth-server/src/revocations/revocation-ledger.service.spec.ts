import { byHand, eventually, policyOf, reset } from '../../../../test/contract/policy-fixture.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { DatabaseCable } from '../../../../test/support/database-cable.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { PolicyStore } from '../policy/policy-store.js';
import { RevocationLedger } from './revocation-ledger.service.js';
import { RevocationStore } from './revocation-store.js';

const NEVER_MS = 3_600_000;
const OFTEN_MS = 10;

describe('RevocationLedger', () => {
  let database: Database;
  let store: RevocationStore;
  let cable: DatabaseCable;
  let clock: FakeClock;
  let ledger: RevocationLedger;
  let log: CapturedLog;

  const start = async (pollIntervalMs: number): Promise<void> => {
    ledger = new RevocationLedger({ database: new Database(cable), store, clock, pollIntervalMs });
    await ledger.start();
  };
  const revoke = (subject: string) =>
    store.add({ kind: 'kid', subject, target: undefined, reason: 'a drill', actor: 'spec' });
  const inForce = () => ledger.current().entries.map(({ subject }) => subject);

  beforeAll(async () => {
    database = await openDatabase(EMPTY_DATABASE);
    store = new RevocationStore(database);
  });
  beforeEach(async () => {
    log = new CapturedLog();
    await byHand(database, 'truncate revocations');
    await reset(database);
    cable = new DatabaseCable(database);
    clock = new FakeClock(Date.now());
  });
  afterEach(async () => {
    await ledger.beforeApplicationShutdown();
    log.release();
  });
  afterAll(() => database.close());

  it('knows nothing before it is started', () => {
    ledger = new RevocationLedger({ database, store, clock, pollIntervalMs: NEVER_MS });
    expect(() => ledger.current()).toThrow('RevocationLedger was not started');
  });

  it('hears of a change at once and tells those who listen', async () => {
    await start(NEVER_MS);
    let told = 0;
    const stop = ledger.onChange(() => told++);
    await revoke('d-1');
    await eventually(() => inForce().includes('d-1'));
    await eventually(() => told === 1);
    await ledger.refresh();
    expect(told).toBe(1);
    stop();
    await revoke('d-2');
    await eventually(() => inForce().includes('d-2'));
    expect(told).toBe(1);
  });

  it('finds a change whose notice was lost', async () => {
    cable.isDeaf = true;
    await start(OFTEN_MS);
    await revoke('d-1');
    await eventually(() => inForce().includes('d-1'));
  });

  it('hears of a microservice that was deleted', async () => {
    const policy = new PolicyStore(database);
    const change = { actor: 'spec', source: '' };
    await policy.replace(policyOf('m1>m2'), { ...change, ifMatch: 0 });
    await start(NEVER_MS);
    const { version } = await policy.read();
    await policy.replace(policyOf('m1>m1'), { ...change, ifMatch: version });
    await eventually(() => inForce().includes('m2'));
  });

  it('drops what has ended, and so does everyone who follows it', async () => {
    await start(OFTEN_MS);
    await revoke('d-1');
    await byHand(database, `update revocations set expires_at = now() + interval '1 s'`);
    await eventually(() => ledger.current().entries[0]?.expiresAt !== undefined);
    const { version } = ledger.current();
    clock.advance(5000);
    await eventually(() => inForce().length === 0);
    expect(ledger.current().version).toBeGreaterThan(version);
  });

  it('keeps what it knows while the database is away, and says so once', async () => {
    await revoke('d-1');
    await start(OFTEN_MS);
    cable.isCut = true;
    await eventually(() => log.text.includes('revocations cannot be confirmed'));
    await new Promise((resolve) => setTimeout(resolve, OFTEN_MS * 5));
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(inForce()).toEqual(['d-1']);
    cable.isCut = false;
    await revoke('d-2');
    await eventually(() => inForce().includes('d-2'));
  });

  it('says so, too, when it cannot read what a notice is about', async () => {
    await start(NEVER_MS);
    cable.isCut = true;
    await revoke('d-1');
    await eventually(() => log.text.includes('revocations cannot be confirmed'));
    await ledger.beforeApplicationShutdown();
  });

  it('shares one read among all who ask while one runs, and fails alone', async () => {
    await start(NEVER_MS);
    const [first, second, third] = [ledger.refresh(), ledger.refresh(), ledger.refresh()];
    expect(second).toBe(first);
    expect(third).toBe(first);
    cable.isCut = true;
    await first.catch(() => undefined);
    await expect(ledger.refresh()).rejects.toThrow('database');
    cable.isCut = false;
    await expect(ledger.refresh()).resolves.toBeDefined();
  });
});
