import { and, desc, lt, lte, sql } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import { keptDocument } from './policy-source.js';
import type { EdgeChange, PolicyVersion, PolicyVersionHead } from './policy-version.js';
import { policyVersions } from './policy.tables.js';
import { policyBody } from './render-policy-document.js';

type Row = typeof policyVersions.$inferSelect;

/** The newest version that is not newer than this one; of all versions when none is named. */
export async function versionAt(
  queries: Queries,
  version?: number,
): Promise<PolicyVersion | undefined> {
  const [row] = await queries
    .select()
    .from(policyVersions)
    .where(version === undefined ? undefined : lte(policyVersions.version, version))
    .orderBy(desc(policyVersions.version))
    .limit(1);
  return row === undefined ? undefined : versionOf(row);
}

/** The newest version in the words of its author, without what it stood for. */
export async function latestSource(queries: Queries): Promise<string | undefined> {
  const { version, document } = policyVersions;
  const [row] = await queries
    .select({ document })
    .from(policyVersions)
    .orderBy(desc(version))
    .limit(1);
  return row?.document;
}

/** The newest version that was made by this moment. */
export async function versionInForce(
  queries: Queries,
  at: Date,
): Promise<PolicyVersion | undefined> {
  const [row] = await queries
    .select()
    .from(policyVersions)
    .where(lte(policyVersions.createdAt, at))
    .orderBy(desc(policyVersions.version))
    .limit(1);
  return row === undefined ? undefined : versionOf(row);
}

/** The latest change of one edge, as far as it was written out, that was made by this moment. */
export async function latestChangeOf(
  queries: Queries,
  { caller, target }: { readonly caller: string; readonly target: string },
  at?: Date,
): Promise<EdgeChange | undefined> {
  const { version, createdAt, actor, message, changes } = policyVersions;
  const differences = sql`json_array_elements(coalesce(${changes}->'differences', '[]'))`;
  const change = sql<EdgeChange['change']>`difference->>'change'`;
  const [row] = await queries
    .select({ version, at: createdAt, actor, message, change })
    .from(policyVersions)
    .crossJoinLateral(sql`${differences} as difference`)
    .where(
      and(
        sql`difference->>'caller' = ${caller} and difference->>'target' = ${target}`,
        at && lte(createdAt, at),
      ),
    )
    .orderBy(desc(version))
    .limit(1);
  if (row === undefined) return undefined;
  const { message: why, ...made } = row;
  return { ...made, ...(why !== null && { message: why }) };
}

/** Versions, newest first, older than `before`; without what they say. */
export async function listVersions(
  queries: Queries,
  page: { readonly before: number | undefined; readonly limit: number },
): Promise<readonly PolicyVersionHead[]> {
  const { version, createdAt, actor, message, changes } = policyVersions;
  const rows = await queries
    .select({ version, createdAt, actor, message, changes })
    .from(policyVersions)
    .where(page.before === undefined ? undefined : lt(version, page.before))
    .orderBy(desc(version))
    .limit(page.limit);
  return rows.map(headOf);
}

/** Keeps a version, made now by the clock of the database, and leaves one alone that is there. */
export async function insertVersion(
  queries: Queries,
  { source, ...version }: Omit<PolicyVersion, 'at'>,
): Promise<void> {
  const createdAt = sql`clock_timestamp()`;
  const row = { ...version, createdAt, document: source };
  await queries.insert(policyVersions).values(row).onConflictDoNothing();
}

function versionOf(row: Row): PolicyVersion {
  const content = row.content ?? policyBody(keptDocument(row.document));
  return { ...headOf(row), source: row.document, content };
}

function headOf({
  version,
  createdAt,
  actor,
  message,
  changes,
}: Pick<Row, 'version' | 'createdAt' | 'actor' | 'message' | 'changes'>): PolicyVersionHead {
  return {
    version,
    at: createdAt,
    actor,
    ...(message !== null && { message }),
    ...(changes !== null && { changes }),
  };
}
