import { gt, isNull, or, sql } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import type { Database } from '../database/database.js';
import type { Revocation } from './revocation.js';
import { RevocationSnapshot } from './revocation-snapshot.js';
import { revocations, revocationState } from './revocations.tables.js';

type Row = typeof revocations.$inferSelect;

/** Reads all revocations that still concern a token, as of one moment. */
export function readRevocations(database: Database): Promise<RevocationSnapshot> {
  return database.read(async (queries) => {
    const version = await readRevocationVersion(queries);
    const rows = await queries
      .select()
      .from(revocations)
      .where(or(isNull(revocations.expiresAt), gt(revocations.expiresAt, sql`now()`)))
      .orderBy(revocations.createdAt, revocations.id);
    return new RevocationSnapshot(version, rows.map(toRevocation));
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
