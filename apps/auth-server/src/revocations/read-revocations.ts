import { gt, isNull, or, sql } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import type { Database } from '../database/database.js';
import { retiredNames } from '../registry/registry.tables.js';
import { LONGEST_TOKEN_LIFE_SEC, type Revocation } from './revocation.js';
import { RevocationSnapshot } from './revocation-snapshot.js';
import { revocations, revocationState } from './revocations.tables.js';

type Row = typeof revocations.$inferSelect;

/**
 * Reads all revocations that still concern a token, as of one moment. A name whose microservice was
 * deleted is among them: its tokens must not count for the next microservice of that name.
 */
export function readRevocations(database: Database): Promise<RevocationSnapshot> {
  return database.read(async (queries) => {
    const version = await readRevocationVersion(queries);
    const rows = await queries
      .select()
      .from(revocations)
      .where(or(isNull(revocations.expiresAt), gt(revocations.expiresAt, sql`now()`)))
      .orderBy(revocations.createdAt, revocations.id);
    const retired = await readRetired(queries);
    return new RevocationSnapshot(version, [...retired, ...rows.map(toRevocation)]);
  });
}

/** The version of all revocations. */
export async function readRevocationVersion(queries: Queries): Promise<number> {
  const [state] = await queries.select({ version: revocationState.version }).from(revocationState);
  if (state !== undefined) return state.version;
  throw new Error('The table revocation_state lost its row: restore the database from a backup.');
}

/** A row as the rest of the room knows it. */
export function toRevocation(row: Row): Revocation {
  return Object.freeze({
    ...row,
    target: row.target ?? undefined,
    notBefore: row.notBefore ?? undefined,
    expiresAt: row.expiresAt ?? undefined,
  });
}

async function readRetired(queries: Queries): Promise<readonly Revocation[]> {
  const oldest = sql`now() - make_interval(secs => ${LONGEST_TOKEN_LIFE_SEC})`;
  const rows = await queries
    .select()
    .from(retiredNames)
    .where(gt(retiredNames.retiredAt, oldest))
    .orderBy(retiredNames.retiredAt, retiredNames.name);
  return rows.map(({ name, retiredAt }) => toRetired(name, retiredAt));
}

function toRetired(name: string, retiredAt: Date): Revocation {
  return Object.freeze({
    id: `retired:${name}`,
    kind: 'microservice',
    subject: name,
    target: undefined,
    notBefore: retiredAt,
    expiresAt: new Date(retiredAt.getTime() + LONGEST_TOKEN_LIFE_SEC * 1000),
    reason: 'the microservice was deleted or renamed',
    actor: 'registry',
    createdAt: retiredAt,
  });
}
