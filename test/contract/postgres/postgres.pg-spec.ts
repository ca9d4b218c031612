import { Logger } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { systemClock } from '../../../libs/m2m/src/shared/clock.js';
import type { Database } from '../../../apps/auth-server/src/database/database.js';
import {
  DatabaseUnavailable,
  MigrationFailed,
} from '../../../apps/auth-server/src/database/database.errors.js';
import type { DatabaseOptions } from '../../../apps/auth-server/src/database/database-options.js';
import { openDatabase } from '../../../apps/auth-server/src/database/open-database.js';
import journal from '../../../apps/auth-server/src/database/migrations/meta/_journal.json' with { type: 'json' };
import { UsedAssertions } from '../../../apps/auth-server/src/proofs/used-assertions.service.js';
import { PolicySnapshots } from '../../../apps/auth-server/src/policy/policy-snapshots.service.js';
import { PolicyStore } from '../../../apps/auth-server/src/policy/policy-store.js';
import { TestPostgres } from '../../support/postgres.js';
import { byHand, eventually, policyOf, valueOf } from '../policy-fixture.js';

const NEVER_MS = 3_600_000;

const load = async () => ({ document: policyOf('m1>m1'), source: 'file' });

async function follow(database: Database, pollIntervalMs = NEVER_MS): Promise<PolicySnapshots> {
  const snapshots = new PolicySnapshots(database, systemClock, pollIntervalMs);
  await snapshots.start();
  return snapshots;
}

describe('Database on PostgreSQL', () => {
  let postgres: TestPostgres;
  let databaseUrl: string;
  const opened: Database[] = [];

  const open = async (options: Partial<DatabaseOptions> = {}): Promise<Database> => {
    const database = await openDatabase({ home: '', databaseUrl, ...options });
    opened.push(database);
    return database;
  };

  beforeAll(async () => {
    Logger.overrideLogger(false);
    postgres = await TestPostgres.start();
  });
  beforeEach(async () => {
    databaseUrl = await postgres.createDatabase();
  });
  afterEach(() => Promise.all(opened.splice(0).map((database) => database.close())));
  afterAll(() => postgres.stop());

  it('is migrated once by many instances that start at the same moment', async () => {
    const databases = await Promise.all([1, 2, 3, 4, 5].map(() => open()));
    expect(databases.map(({ kind }) => kind)).toEqual(Array(5).fill('postgres'));
    const [database] = databases as [Database];
    const query = 'select count(*)::int from drizzle.__drizzle_migrations';
    expect(await valueOf(database, query)).toBe(journal.entries.length);
  });

  it('lets one of several instances accept a client assertion, and none again', async () => {
    const instances = (await Promise.all([open(), open(), open()])).map(
      (database) => new UsedAssertions(database),
    );
    const assertion = { clientId: 'm1', assertionId: 'one', endsAtMs: Date.now() + 60_000 };
    const accepted = await Promise.all(instances.map((used) => used.claim(assertion)));
    expect(accepted.filter(Boolean)).toHaveLength(1);
    expect(await instances[0]?.claim(assertion)).toBe(false);
  });

  it('is seeded once by many instances that start at the same moment', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => open()));
    const seeded = await Promise.all(
      databases.map((database) => new PolicyStore(database).seed(load, 'first start')),
    );
    expect(seeded.filter(Boolean)).toEqual([true]);
  });

  it('lets one of two instances win that change the same version', async () => {
    const stores = [await open(), await open()].map((database) => new PolicyStore(database));
    const change = { ifMatch: 0, actor: 'spec', source: '' };
    const results = await Promise.allSettled(
      stores.flatMap((store) =>
        ['m1>m1', 'm2>m2'].map((edges) => store.replace(policyOf(edges), change)),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('tells every other instance of a change, without polling', async () => {
    const [mine, theirs] = [await open(), await open()];
    const snapshots = await follow(theirs);
    const change = { ifMatch: 0, actor: 'spec', source: '' };
    await new PolicyStore(mine).replace(policyOf('m1>m2'), change);
    await eventually(() => snapshots.current().findEdge('m1', 'm2') !== undefined);
    await byHand(mine, 'delete from edges');
    await eventually(() => snapshots.current().findEdge('m1', 'm2') === undefined);
    await snapshots.beforeApplicationShutdown();
  });

  it('finds a change by polling while notices do not arrive', async () => {
    const [mine, theirs] = [await open(), await open()];
    const snapshots = await follow(theirs, 20);
    await byHand(
      mine,
      `create or replace function m2m_raise_policy_version() returns trigger
       language plpgsql as 'begin return null; end'`,
    );
    await byHand(mine, `insert into microservices values (gen_random_uuid(), 'm1', 'http://m1')`);
    await byHand(mine, 'update policy_state set version = 7');
    await eventually(() => snapshots.current().version === 7);
    expect(snapshots.current().registry.find('m1')).toBeDefined();
    await snapshots.beforeApplicationShutdown();
  });

  it('listens again after its connection was ended, and catches up on what it missed', async () => {
    const [mine, theirs] = [await open(), await open()];
    const snapshots = await follow(theirs);
    await byHand(
      mine,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query ilike 'listen%'`,
    );
    await byHand(mine, `insert into microservices values (gen_random_uuid(), 'm1', 'http://m1')`);
    await eventually(() => snapshots.current().registry.size === 1);
    await byHand(mine, `delete from microservices`);
    await eventually(() => snapshots.current().registry.size === 0);
    await snapshots.beforeApplicationShutdown();
  });

  it('ends a statement that takes too long, and goes on', async () => {
    const database = await open({ statementTimeoutMs: 50 });
    await expect(byHand(database, 'select pg_sleep(20)')).rejects.toThrow(DatabaseUnavailable);
    expect(await valueOf(database, 'select 1')).toBe(1);
  });

  it('does not wait for a lock for ever', async () => {
    const database = await open({ statementTimeoutMs: 50 });
    const other = new Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query('begin; lock table policy_state');
    await expect(new PolicyStore(database).read()).rejects.toThrow(DatabaseUnavailable);
    await other.query('rollback');
    expect(await new PolicyStore(database).read()).toMatchObject({ version: 0 });
    await other.end();
  });

  it('does not wait for a connection for ever', async () => {
    const database = await open({ poolSize: 1, acquireTimeoutMs: 50 });
    await database.run(async () => {
      expect(await database.isHealthy()).toBe(false);
    });
    await eventually(() => database.isHealthy());
  });

  it('calls a database unhealthy that does not answer within the deadline', async () => {
    const database = await open({ poolSize: 1 });
    await database.run(async () => {
      await expect(database.ping(10)).rejects.toThrow(DatabaseUnavailable);
    });
  });

  it('F20: says that it is unavailable while the server is gone, and works again when it is back', async () => {
    const database = await open();
    const store = new PolicyStore(database);
    await store.replace(policyOf('m1>m1'), { ifMatch: 0, actor: 'spec', source: '' });
    const snapshots = await follow(database, 20);
    await postgres.own.crash();
    await expect(store.read()).rejects.toThrow(DatabaseUnavailable);
    await expect(
      store.replace(policyOf('m2>m2'), { ifMatch: 1, actor: 'spec', source: '' }),
    ).rejects.toThrow(DatabaseUnavailable);
    await expect(open()).rejects.toThrow(DatabaseUnavailable);
    expect(await database.isHealthy()).toBe(false);
    expect(snapshots.current().findEdge('m1', 'm1')).toBeDefined();
    await postgres.own.start();
    expect(await store.read()).toMatchObject({ version: 1 });
    await byHand(database, 'delete from edges');
    await eventually(() => snapshots.current().findEdge('m1', 'm1') === undefined);
    await snapshots.beforeApplicationShutdown();
  });

  it('leaves a database as it is that cannot be migrated', async () => {
    const other = new Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query('create table edges (id int)');
    await expect(open()).rejects.toThrow(MigrationFailed);
    const { rows } = await other.query(
      `select tablename from pg_tables where schemaname = 'public'`,
    );
    expect(rows).toEqual([{ tablename: 'edges' }]);
    await other.end();
  });

  it('leaves what the work threw as it is, and its transaction undone', async () => {
    const database = await open();
    const failed = database.exclusively(async (queries) => {
      await queries.execute(sql`update policy_state set version = 5`);
      throw new RangeError('mine');
    });
    await expect(failed).rejects.toThrow(new RangeError('mine'));
    expect(await valueOf(database, 'select version::int from policy_state')).toBe(0);
  });
});
