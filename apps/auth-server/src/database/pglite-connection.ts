import { PGlite } from '@electric-sql/pglite';
import { drizzle, type PgliteDatabase } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import type { PgTransactionConfig } from 'drizzle-orm/pg-core';

import type { DatabaseConnection, NoticeListener, Queries } from './database-connection.js';
import { MigrationFailed } from './database.errors.js';

/** PostgreSQL compiled to WebAssembly, in this process: one connection, statements in turn. */
export class PgliteConnection implements DatabaseConnection {
  readonly kind = 'pglite';
  private readonly queries: PgliteDatabase;

  constructor(
    private readonly pglite: PGlite,
    private readonly release: () => void = () => undefined,
  ) {
    this.queries = drizzle(pglite);
  }

  run<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return work(this.queries);
  }

  transaction<T>(work: (queries: Queries) => Promise<T>, config?: PgTransactionConfig): Promise<T> {
    return this.queries.transaction(work, config);
  }

  async migrate(folder: string): Promise<void> {
    try {
      await migrate(this.queries, { migrationsFolder: folder });
    } catch (error) {
      throw new MigrationFailed({ cause: error });
    }
  }

  listen(channel: string, listener: NoticeListener): Promise<() => Promise<void>> {
    return this.pglite.listen(channel, listener);
  }

  async close(): Promise<void> {
    try {
      if (!this.pglite.closed) await this.pglite.close();
    } finally {
      this.release();
    }
  }
}
