import { sharedSpendingContract } from '../../../../test/contract/shared-spending.contract.js';
import { openDatabase } from '../database/open-database.js';
import type { Database } from '../database/database.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { Buckets } from './buckets.js';
import { SharedSpending } from './shared-spending.service.js';

describe('SharedSpending on PGlite', () => {
  sharedSpendingContract(() => openDatabase(EMPTY_DATABASE));

  it('does not run where there is one process only', async () => {
    const run = jest.fn();
    const buckets = new Map([['address', new Buckets({ perSec: 1, burst: 1 }, new FakeClock())]]);
    const database = { kind: 'pglite', run } as unknown as Database;
    const shared = new SharedSpending({ database, buckets, instanceId: 'a' });
    await shared.onApplicationBootstrap();
    await shared.beforeApplicationShutdown();
    expect(run).not.toHaveBeenCalled();
  });
});
