import { and, desc, eq, gte, lt, or, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Queries } from '../database/database-connection.js';
import { actEntry, denialEntry, gapEntry, type AuditEntry } from './audit-entry.js';
import type { AuditKind, AuditQuery } from './audit-query.js';
import { adminActs, auditGaps, decisionsDenied } from './audit.tables.js';

interface Place {
  readonly at: PgColumn;
  readonly id: PgColumn;
}

/** Up to one entry more than wanted, newest first, so that the caller sees whether there are more. */
export async function readAudit(
  queries: Queries,
  query: AuditQuery,
): Promise<readonly AuditEntry[]> {
  const found = [];
  for (const kind of query.kinds) found.push(...(await READERS[kind](queries, query)));
  return found.toSorted(byAge).slice(0, query.limit + 1);
}

/** The entry of an id, whatever its kind. */
export async function findEntry(queries: Queries, id: string): Promise<AuditEntry | undefined> {
  const [denial] = await queries.select().from(decisionsDenied).where(eq(decisionsDenied.id, id));
  if (denial !== undefined) return denialEntry(denial);
  const [act] = await queries.select().from(adminActs).where(eq(adminActs.id, id));
  if (act !== undefined) return actEntry(act);
  const [gap] = await queries.select().from(auditGaps).where(eq(auditGaps.id, id));
  return gap === undefined ? undefined : gapEntry(gap);
}

type Reader = (queries: Queries, query: AuditQuery) => Promise<readonly AuditEntry[]>;

const READERS: Readonly<Record<AuditKind, Reader>> = {
  denial: async (queries, query) => {
    const { caller, target, reason } = query;
    const wanted = and(
      within(decisionsDenied, query),
      equal(decisionsDenied.caller, caller),
      equal(decisionsDenied.target, target),
      equal(decisionsDenied.reason, reason),
    );
    const rows = queries.select().from(decisionsDenied).where(wanted);
    return (await rows.orderBy(...newest(decisionsDenied)).limit(query.limit + 1)).map(denialEntry);
  },
  act: async (queries, query) => {
    const { actor } = query;
    const by = or(equal(adminActs.actorId, actor), equal(adminActs.actorLabel, actor));
    const rows = queries
      .select()
      .from(adminActs)
      .where(and(within(adminActs, query), by));
    return (await rows.orderBy(...newest(adminActs)).limit(query.limit + 1)).map(actEntry);
  },
  gap: async (queries, query) => {
    const rows = queries.select().from(auditGaps).where(within(auditGaps, query));
    return (await rows.orderBy(...newest(auditGaps)).limit(query.limit + 1)).map(gapEntry);
  },
};

function equal(column: PgColumn, wanted: string | undefined): SQL | undefined {
  return wanted === undefined ? undefined : eq(column, wanted);
}

function within(place: Place, { since, until, cursor }: AuditQuery): SQL | undefined {
  return and(
    since && gte(place.at, since),
    until && lt(place.at, until),
    cursor &&
      or(
        lt(place.at, cursor.at),
        and(eq(place.at, cursor.at), sql`${byteOrder(place.id)} < ${cursor.id}`),
      ),
  );
}

function newest({ at, id }: Place): readonly [SQL, SQL] {
  return [desc(at), desc(byteOrder(id))];
}

/** The order of {@link byAge}, whatever the language of the database. */
function byteOrder(id: PgColumn): SQL {
  return sql`${id} collate "C"`;
}

function byAge(a: AuditEntry, b: AuditEntry): number {
  return b.at.getTime() - a.at.getTime() || Number(a.id < b.id) - Number(a.id > b.id);
}
