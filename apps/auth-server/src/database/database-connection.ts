import type { PgDatabase, PgQueryResultHKT, PgTransactionConfig } from 'drizzle-orm/pg-core';

/** A drizzle handle, typed the same on PGlite and on PostgreSQL; a transaction is one too. */
export type Queries = PgDatabase<PgQueryResultHKT>;

/** Takes one notice of a channel; the payload is what the notifier sent. */
export type NoticeListener = (payload: string) => void;

/** One kind of database: what {@link Database} needs from PGlite or from PostgreSQL. */
export interface DatabaseConnection {
  readonly kind: 'pglite' | 'postgres';
  /** Runs work on one connection, outside a transaction. */
  run<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Runs work in one transaction: all of it or nothing. */
  transaction<T>(work: (queries: Queries) => Promise<T>, config?: PgTransactionConfig): Promise<T>;
  /** Applies the migrations that are missing; several processes at once take turns. */
  migrate(folder: string): Promise<void>;
  /**
   * Calls the listener for every notice, and once with an empty payload after notices may have
   * been missed. Returns how to stop. Never rejects: it keeps trying in the background.
   */
  listen(channel: string, listener: NoticeListener): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
