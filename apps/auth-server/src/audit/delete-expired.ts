import { lt, sql, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Queries } from '../database/database-connection.js';
import { adminActs, auditGaps, auditWriters, callCounts, decisionsDenied } from './audit.tables.js';

/** "m2m" and "audit": one instance at a time. */
const RETENTION_LOCK = 0x6d326d61;

/** Rows of each table in one transaction. */
const BATCH = 2000;

const AGES: readonly (readonly [table: PgTable, age: PgColumn])[] = [
  [decisionsDenied, decisionsDenied.at],
  [adminActs, adminActs.at],
  [auditGaps, auditGaps.at],
  [callCounts, callCounts.hour],
  [auditWriters, auditWriters.at],
];

/**
 * Deletes some of the rows that are older than a moment, within one transaction, and returns how
 * many; none while another instance is at it.
 */
export async function deleteExpired(queries: Queries, before: Date): Promise<number> {
  const lock = await queries.execute(
    sql`select pg_try_advisory_xact_lock(${RETENTION_LOCK}) as taken`,
  );
  const { rows } = lock as { readonly rows: readonly { readonly taken: boolean }[] };
  if (rows[0]?.taken !== true) return 0;
  let deleted = 0;
  for (const [table, age] of AGES) {
    // By place and not by key: a list of places is looked up, a query for them reads the table.
    const rowId: SQL<string> = sql`${table}.ctid`;
    const some = queries.select({ rowId }).from(table).where(lt(age, before)).limit(BATCH);
    const gone = await queries
      .delete(table)
      .where(sql`${rowId} = any(array${some})`)
      .returning({ age });
    deleted += gone.length;
  }
  return deleted;
}
