import { and, gte, max, min, ne, sql, sum, type SQL } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import { callCounts } from './audit.tables.js';
import type { CallSeen, EdgeUse } from './call-history.service.js';

/** Stands for calls that there was no room to tell apart. */
const OTHER = '*';

/** Rows that are read at once at most. */
const MOST_READ = 50_000;

const { hour, caller, target, scope, observed, count, lastAt } = callCounts;

/**
 * Calls since the hour of a moment, those that are alike as one, and how many are not told apart:
 * there was no room for them, or there are more kinds of calls than `most`.
 */
export async function readCalls(
  queries: Queries,
  since: Date,
  most = MOST_READ,
): Promise<{ readonly calls: readonly CallSeen[]; readonly untold: number }> {
  const rows = await queries
    .select({ caller, target, scope, observed, count: sum(count), lastAt: max(lastAt) })
    .from(callCounts)
    .where(and(fromHourOf(since), ne(caller, OTHER)))
    .groupBy(caller, target, scope, observed)
    .orderBy(caller, target, scope, observed)
    .limit(most);
  const calls = rows.map((row) => ({
    caller: row.caller,
    target: row.target,
    scopes: row.scope === '' ? [] : row.scope.split(' '),
    observed: row.observed === '' ? undefined : row.observed,
    count: Number(row.count),
    lastAt: row.lastAt ?? since,
  }));
  const [all] = await queries
    .select({ count: sum(count) })
    .from(callCounts)
    .where(fromHourOf(since));
  const told = calls.reduce((total, call) => total + call.count, 0);
  return { calls, untold: Number(all?.count ?? 0) - told };
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

function fromHourOf(since: Date): SQL | undefined {
  return gte(hour, sql`date_trunc('hour', ${since}::timestamptz)`);
}
