import { desc, lt, lte, sql } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import { keptDocument } from './policy-source.js';
import type { PolicyVersion, PolicyVersionHead } from './policy-version.js';
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
  return { ...headOf(row), source: row.document, content: content };
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
