import { and, gte, max, min, ne, sql, sum, type SQL } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import { callCounts } from './audit.tables.js';
import type { CallSeen, EdgeUse } from './call-history.service.js';

/** Stands for calls that there was no room to tell apart. */
const OTHER = '*';

/** Rows that are read at once at most. */
const MOST_READ = 50_000;

const { hour, caller, target, scope, observed, count, lastAt } = callCounts;

/** Calls since the hour of a moment, those that are alike as one, and how many were not told apart. */
export async function readCalls(
  queries: Queries,
  since: Date,
): Promise<{ readonly calls: readonly CallSeen[]; readonly untold: number }> {
  const rows = await queries
    .select({ caller, target, scope, observed, count: sum(count), lastAt: max(lastAt) })
    .from(callCounts)
    .where(fromHourOf(since))
    .groupBy(caller, target, scope, observed)
    .orderBy(caller, target, scope, observed)
    .limit(MOST_READ);
  const calls = rows.filter(isTold).map((row) => ({
    caller: row.caller,
    target: row.target,
    scopes: row.scope === '' ? [] : row.scope.split(' '),
    observed: row.observed === '' ? undefined : row.observed,
    count: Number(row.count),
    lastAt: row.lastAt ?? since,
  }));
  const others = rows.filter((row) => !isTold(row));
  return { calls, untold: others.reduce((total, row) => total + Number(row.count), 0) };
}

/** The last use of every edge that is still remembered, and how often it was used since a moment. */
export async function readUses(
  queries: Queries,
  since: Date,
): Promise<{ readonly uses: readonly EdgeUse[]; readonly firstHour: Date | undefined }> {
  const recent = sql<string>`coalesce(sum(${count}) filter (where ${fromHourOf(since)}), 0)`;
  const uses = await queries
    .select({ caller, target, count: recent, lastAt: max(lastAt) })
    .from(callCounts)
    .where(and(ne(caller, OTHER), ne(target, OTHER)))
    .groupBy(caller, target);
  const [first] = await queries.select({ hour: min(hour) }).from(callCounts);
  return {
    uses: uses.map((use) => ({ ...use, count: Number(use.count), lastAt: use.lastAt ?? since })),
    firstHour: first?.hour ?? undefined,
  };
}

function isTold(row: { readonly caller: string }): boolean {
  return row.caller !== OTHER;
}

function fromHourOf(since: Date): SQL | undefined {
  return gte(hour, sql`date_trunc('hour', ${since}::timestamptz)`);
}
