import type { Database } from '../../apps/auth-server/src/database/database.js';
import { DatabaseUnavailable } from '../../apps/auth-server/src/database/database.errors.js';
import { Buckets } from '../../apps/auth-server/src/limits/buckets.js';
import { SharedSpending } from '../../apps/auth-server/src/limits/shared-spending.service.js';
import { FakeClock } from '../support/fake-clock.js';
import { byHand, valueOf } from './policy-fixture.js';

const rate = { perSec: 1, burst: 4 };

/** What instances that share their limits do, on PGlite and on PostgreSQL alike. */
export function sharedSpendingContract(open: () => Promise<Database>): void {
  let database: Database;
  let clock: FakeClock;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    clock = new FakeClock();
    await byHand(database, 'truncate limit_spending');
  });
  afterAll(() => database.close());

  const instance = (instanceId: string, at: Database = database) => {
    const credentials = new Buckets(rate, clock);
    const buckets = new Map([
      ['credential', credentials],
      ['address', new Buckets(rate, clock)],
    ]);
    return { credentials, shared: new SharedSpending({ database: at, buckets, instanceId }) };
  };

  it('lets instances spend one bucket together', async () => {
    const [a, b] = [instance('a'), instance('b')];
    for (let taken = 0; taken < 3; taken++) expect(a.credentials.take('c 1')).toBe(0);
    await a.shared.exchange();
    await b.shared.exchange();
    expect(b.credentials.take('c 1')).toBe(0);
    expect(b.credentials.take('c 1')).toBeGreaterThan(0);
    expect(b.credentials.take('c 2')).toBe(0);
    await b.shared.exchange();
    await a.shared.exchange();
    expect(a.credentials.take('c 1')).toBeGreaterThan(0);
  });

  it('takes every batch once, also one that was told while it was not listening', async () => {
    const [a, b] = [instance('a'), instance('b')];
    for (let second = 0; second < 3; second++) {
      a.credentials.take('c');
      await a.shared.exchange();
    }
    for (let second = 0; second < 3; second++) await b.shared.exchange();
    expect(b.credentials.take('c')).toBe(0);
    expect(b.credentials.take('c')).toBeGreaterThan(0);
  });

  it('keeps one row for each instance, and writes nothing while there is nothing to tell', async () => {
    const [a, b] = [instance('a'), instance('b')];
    a.credentials.take('c');
    for (let second = 0; second < 3; second++) {
      await a.shared.exchange();
      await b.shared.exchange();
    }
    expect(await valueOf(database, 'select count(*)::int from limit_spending')).toBe(1);
  });

  it('does not listen to an instance that is gone', async () => {
    const [a, b] = [instance('a'), instance('b')];
    for (let taken = 0; taken < 4; taken++) a.credentials.take('c');
    await a.shared.exchange();
    await byHand(database, `update limit_spending set at = now() - interval '11 seconds'`);
    await b.shared.exchange();
    expect(b.credentials.take('c')).toBe(0);
  });

  it('ignores a bucket that it does not have', async () => {
    const b = instance('b');
    const batches = JSON.stringify([{ sequence: 1, spent: { 'other c': 4, 'credential c': 4 } }]);
    await byHand(database, `insert into limit_spending values ('a', '${batches}', now())`);
    await b.shared.exchange();
    expect(b.credentials.take('c')).toBeGreaterThan(0);
  });

  it('counts for itself while the database is away, and tells it afterwards', async () => {
    let isAway = true;
    const unsteady = {
      run: (work: Parameters<Database['run']>[0]) =>
        isAway ? Promise.reject(new DatabaseUnavailable()) : database.run(work),
    } as unknown as Database;
    const [a, b] = [instance('a', unsteady), instance('b')];
    for (let taken = 0; taken < rate.burst; taken++) expect(a.credentials.take('c')).toBe(0);
    expect(a.credentials.take('c')).toBeGreaterThan(0);
    await expect(a.shared.exchange()).rejects.toThrow(DatabaseUnavailable);
    isAway = false;
    await a.shared.exchange();
    await b.shared.exchange();
    expect(b.credentials.take('c')).toBeGreaterThan(0);
  });
}
