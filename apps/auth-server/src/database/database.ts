import { systemClock } from '@app/m2m';
import type { OnApplicationShutdown } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { DrizzleQueryError } from 'drizzle-orm/errors';

import type { DatabaseConnection, NoticeListener, Queries } from './database-connection.js';
import { databaseFailure } from './database-failure.js';
import { DatabaseUnavailable } from './database.errors.js';

/** Serialises migrations and seeding over all processes of one database: "m2m" in ASCII. */
export const MAINTENANCE_LOCK = 0x6d326d;

/** How long one answer to whether the database answers counts. */
const PROBE_MS = 1000;

/**
 * The one door to the tables. Whatever work throws comes out as it is; a failure of the database
 * itself comes out as {@link DatabaseUnavailable}, a refused statement as StatementRefused.
 */
export class Database implements OnApplicationShutdown {
  private closing: Promise<void> | undefined;
  private probe: { readonly atMs: number; readonly isUp: Promise<boolean> } | undefined;

  constructor(private readonly connection: DatabaseConnection) {}

  /** Which database this is. */
  get kind(): 'pglite' | 'postgres' {
    return this.connection.kind;
  }

  /** Runs statements outside a transaction. */
  run<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return guarded(work, (guardedWork) => this.connection.run(guardedWork));
  }

  /** Runs work in one transaction: all of it or nothing. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return guarded(work, (guardedWork) => this.connection.transaction(guardedWork));
  }

  /** Reads several tables as of one moment. */
  read<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return guarded(work, (guardedWork) =>
      this.connection.transaction(guardedWork, {
        isolationLevel: 'repeatable read',
        accessMode: 'read only',
      }),
    );
  }

  /** A transaction that no other process runs at the same time; migrations take the same lock. */
  exclusively<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.transaction(async (queries) => {
      await queries.execute(sql`select pg_advisory_xact_lock(${MAINTENANCE_LOCK})`);
      return work(queries);
    });
  }

  /** Applies the migrations that are missing. Throws MigrationFailed. */
  migrate(folder: string): Promise<void> {
    return this.connection.migrate(folder);
  }

  /** Calls the listener for each notice, and with an empty payload when some may have been missed. */
  listen(channel: string, listener: NoticeListener): Promise<() => Promise<void>> {
    return this.connection.listen(channel, listener);
  }

  /** Resolves when the database answers; throws {@link DatabaseUnavailable} after the deadline. */
  async ping(deadlineMs = 1000): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new DatabaseUnavailable()), deadlineMs);
    });
    try {
      await Promise.race([this.run((queries) => queries.execute(sql`select 1`)), deadline]);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Whether the database answers within the deadline. It is asked once a second at most: health,
   * status and metrics are read by anybody, and must cost little.
   */
  isHealthy(deadlineMs = 1000): Promise<boolean> {
    const nowMs = systemClock.monotonicMs();
    if (this.probe === undefined || nowMs - this.probe.atMs > PROBE_MS) {
      const isUp = this.ping(deadlineMs).then(
        () => true,
        () => false,
      );
      this.probe = { atMs: nowMs, isUp };
    }
    return this.probe.isUp;
  }

  /** Closes once, however often it is asked. */
  close(): Promise<void> {
    this.closing ??= this.connection.close();
    return this.closing;
  }

  /** The last hook of Nest: every request is answered and every other room has let go by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}

/** Tells what the work threw on purpose from what the database failed at. */
async function guarded<T>(
  work: (queries: Queries) => Promise<T>,
  run: (work: (queries: Queries) => Promise<T>) => Promise<T>,
): Promise<T> {
  const own: { error?: unknown } = {};
  try {
    return await run(async (queries) => {
      try {
        return await work(queries);
      } catch (error) {
        own.error = error;
        throw error;
      }
    });
  } catch (error) {
    if (own.error === undefined) throw databaseFailure(error);
    throw own.error instanceof DrizzleQueryError ? databaseFailure(own.error) : own.error;
  }
}
