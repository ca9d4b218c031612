import { lt, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Queries } from '../database/database-connection.js';
import { insertRows } from '../database/insert-rows.js';
import type { AuditBatch, CallCount } from './audit-batch.js';
import { adminActs, auditGaps, auditWriters, callCounts, decisionsDenied } from './audit.tables.js';

const ADD_REFUSALS = sql`(id) do update set count = ${decisionsDenied.count} + excluded.count`;
const ADD_CALLS = sql`(hour, caller, target, scope, observed) do update set
  count = ${callCounts.count} + excluded.count,
  last_at = greatest(${callCounts.lastAt}, excluded.last_at)`;

/** A batch with its place in the order of its writer. */
export interface NumberedBatch extends AuditBatch {
  readonly instance: string;
  /** Counts up from 1, without end. */
  readonly number: number;
}

/**
 * Writes a batch within one transaction; nothing when it is there already, since the answer to its
 * first commit was lost.
 */
export async function writeBatch(queries: Queries, batch: NumberedBatch): Promise<void> {
  if (!(await isNew(queries, batch))) return;
  const { instance, denials, refusals, acts, counts, gaps } = batch;
  const add = async <Table extends PgTable>(
    table: Table,
    rows: readonly Omit<Table['$inferInsert'], 'instance'>[],
    conflict: SQL,
  ): Promise<void> => {
    if (rows.length === 0) return;
    const own = rows.map((row) => ({ ...row, instance }));
    await queries.execute(sql`${insertRows(table, own)} on conflict ${conflict}`);
  };
  await add(decisionsDenied, denials, sql`do nothing`);
  await add(decisionsDenied, refusals, ADD_REFUSALS);
  await add(adminActs, acts, sql`do nothing`);
  await add(auditGaps, gaps, sql`do nothing`);
  await add(callCounts, counts.toSorted(byKey), ADD_CALLS);
}

async function isNew(queries: Queries, { instance, number }: NumberedBatch): Promise<boolean> {
  const rows = await queries
    .insert(auditWriters)
    .values({ instance, batch: number })
    .onConflictDoUpdate({
      target: auditWriters.instance,
      set: { batch: number, at: sql`now()` },
      setWhere: lt(auditWriters.batch, number),
    })
    .returning({ batch: auditWriters.batch });
  return rows.length > 0;
}

/** Two instances that add in the same order never wait for each other in a circle. */
function byKey(one: CallCount, other: CallCount): number {
  return keyOf(one) < keyOf(other) ? -1 : 1;
}

function keyOf({ hour, caller, target, scope, observed }: CallCount): string {
  return [hour.toISOString(), caller, target, scope, observed].join(' ');
}
