import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { PgTransactionConfig } from 'drizzle-orm/pg-core';
import { Client, Pool, type ClientConfig, type PoolClient } from 'pg';

import type { DatabaseConnection, NoticeListener, Queries } from './database-connection.js';
import { databaseFailure } from './database-failure.js';
import type { DatabaseOptions } from './database-options.js';
import { DatabaseUnavailable, MigrationFailed } from './database.errors.js';
import { MAINTENANCE_LOCK } from './database.js';
import { PostgresListener } from './postgres-listener.js';

/** A migration may rewrite a table and waits for the ones of other instances. */
const MIGRATION_TIMEOUT_MS = 120_000;

/** PostgreSQL 15 or newer through a bounded pool; every wait has an end. */
export class PostgresConnection implements DatabaseConnection {
  readonly kind = 'postgres';
  private readonly pool: Pool;
  private readonly listeners = new Set<PostgresListener>();
  private readonly config: ClientConfig;

  constructor(connectionString: string, options: DatabaseOptions) {
    const statementTimeoutMs = options.statementTimeoutMs ?? 5000;
    this.config = {
      connectionString,
      application_name: 'm2m-auth-server',
      connectionTimeoutMillis: options.acquireTimeoutMs ?? 2000,
      keepAlive: true,
    };
    this.pool = new Pool({
      ...this.config,
      max: options.poolSize ?? 10,
      idleTimeoutMillis: 30_000,
      statement_timeout: statementTimeoutMs,
      lock_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs * 2,
      // The client's own end of the wait: a hung server never answers its statement_timeout.
      query_timeout: statementTimeoutMs + 500,
    });
    // A connection that breaks is replaced, and work on it is told; without a listener on the pool
    // (idle ones) and on each connection (busy ones) the event would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  run<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.withClient((client) => work(drizzle(client)));
  }

  transaction<T>(work: (queries: Queries) => Promise<T>, config?: PgTransactionConfig): Promise<T> {
    return this.withClient((client) => drizzle(client).transaction(work, config));
  }

  async migrate(folder: string): Promise<void> {
    const client = new Client({ ...this.config, statement_timeout: MIGRATION_TIMEOUT_MS });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      throw new DatabaseUnavailable({ cause: error });
    }
    try {
      // The lock belongs to this connection and ends with it.
      await client.query('select pg_advisory_lock($1)', [MAINTENANCE_LOCK]);
      await migrate(drizzle(client), { migrationsFolder: folder });
    } catch (error) {
      throw new MigrationFailed({ cause: error });
    } finally {
      await client.end();
    }
  }

  async listen(channel: string, listener: NoticeListener): Promise<() => Promise<void>> {
    const listening = new PostgresListener(this.config, channel, listener);
    this.listeners.add(listening);
    await listening.start();
    return async () => {
      this.listeners.delete(listening);
      await listening.stop();
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.listeners].map((listener) => listener.stop()));
    await this.pool.end();
  }

  /** A connection that failed is thrown away, so that a hung one never returns to the pool. */
  private async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(databaseFailure(error) instanceof DatabaseUnavailable);
      throw error;
    }
  }
}
