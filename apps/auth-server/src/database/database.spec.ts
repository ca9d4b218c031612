import { sql } from 'drizzle-orm';
import { byHand, eventually, reset, valueOf } from '../../../../test/contract/policy-fixture.js';
import type { DatabaseConnection, Queries } from './database-connection.js';
import { DatabaseUnavailable, StatementRefused } from './database.errors.js';
import { Database } from './database.js';
import { openDatabase } from './open-database.js';

async function insertSecondRow(queries: Queries): Promise<void> {
  await queries.execute(sql`insert into policy_state (id, version) values (2, ${'7'})`);
}

describe('Database', () => {
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase({ home: '', memory: true });
  });
  beforeEach(() => reset(database));
  afterAll(() => database.close());

  it('leaves what the work threw as it is, and undoes the work', async () => {
    const failed = database.transaction(async (queries) => {
      await queries.execute(sql`update policy_state set version = 9`);
      throw new RangeError('mine');
    });
    await expect(failed).rejects.toThrow(new RangeError('mine'));
    expect(await valueOf(database, 'select version::int from policy_state')).toBe(0);
  });

  it('tells a refused statement apart, without its parameters', async () => {
    for (const failed of [database.run(insertSecondRow), database.transaction(insertSecondRow)]) {
      await expect(failed).rejects.toThrow(StatementRefused);
      await expect(failed).rejects.toMatchObject({ constraint: 'policy_state_single_row' });
    }
  });

  it('writes nothing in a read', async () => {
    const written = database.read((queries) => queries.execute(sql`delete from policy_state`));
    await expect(written).rejects.toMatchObject({ cause: { code: '25006' } });
  });

  it('hands on notices, until nobody listens any more', async () => {
    const heard: string[] = [];
    const stop = await database.listen('spec', (payload) => heard.push(payload));
    await byHand(database, `notify spec, 'one'`);
    await eventually(() => heard.length === 1);
    await stop();
    await byHand(database, `notify spec, 'two'`);
    expect(heard).toEqual(['one']);
  });

  it('is healthy when it answers', async () => {
    expect(await database.isHealthy()).toBe(true);
  });

  it('is unhealthy when it does not answer within the deadline', async () => {
    const hung = { run: () => new Promise(() => undefined) } as unknown as DatabaseConnection;
    await expect(new Database(hung).ping(5)).rejects.toThrow(DatabaseUnavailable);
    expect(await new Database(hung).isHealthy(5)).toBe(false);
  });

  it('is asked once a second whether it answers, however many want to know', async () => {
    jest.useFakeTimers({ now: 0 });
    const run = jest.fn(async () => undefined);
    const probed = new Database({ run } as unknown as DatabaseConnection);
    await Promise.all([probed.isHealthy(), probed.isHealthy(), probed.isHealthy()]);
    await probed.isHealthy();
    expect(run).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1001);
    run.mockRejectedValueOnce(new DatabaseUnavailable());
    expect([await probed.isHealthy(), run.mock.calls.length]).toEqual([false, 2]);
    jest.advanceTimersByTime(1001);
    expect([await probed.isHealthy(), run.mock.calls.length]).toEqual([true, 3]);
    jest.useRealTimers();
  });

  it('closes once, however often it is asked', async () => {
    const close = jest.fn(async () => undefined);
    const closed = new Database({ close } as unknown as DatabaseConnection);
    await Promise.all([closed.close(), closed.close(), closed.onApplicationShutdown()]);
    expect(close).toHaveBeenCalledTimes(1);
  });
});
