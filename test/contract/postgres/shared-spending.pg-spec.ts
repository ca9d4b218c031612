import type { Database } from '../../../apps/auth-server/src/database/database.js';
import { openDatabase } from '../../../apps/auth-server/src/database/open-database.js';
import { Buckets } from '../../../apps/auth-server/src/limits/buckets.js';
import { SharedSpending } from '../../../apps/auth-server/src/limits/shared-spending.service.js';
import { FakeClock } from '../../support/fake-clock.js';
import { TestPostgres } from '../../support/postgres.js';
import { eventually } from '../policy-fixture.js';
import { sharedSpendingContract } from '../shared-spending.contract.js';

describe('SharedSpending on PostgreSQL', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await TestPostgres.start();
  });
  afterAll(() => postgres.stop());

  sharedSpendingContract(async () =>
    openDatabase({ home: '', databaseUrl: await postgres.createDatabase() }),
  );

  it('makes two instances agree by itself', async () => {
    const databaseUrl = await postgres.createDatabase();
    const start = async (instanceId: string) => {
      const database: Database = await openDatabase({ home: '', databaseUrl });
      const credentials = new Buckets({ perSec: 0.001, burst: 2 }, new FakeClock());
      const buckets = new Map([['credential', credentials]]);
      const shared = new SharedSpending({ database, buckets, instanceId });
      await shared.onApplicationBootstrap();
      return { database, credentials, shared };
    };
    const [a, b] = [await start('a'), await start('b')];
    a.credentials.take('c');
    a.credentials.take('c');
    await eventually(() => b.credentials.size > 0);
    expect(b.credentials.take('c')).toBeGreaterThan(0);
    for (const { database, shared } of [a, b]) {
      await shared.beforeApplicationShutdown();
      await database.close();
    }
  });
});
