import { and, eq, gt, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import type { Database } from '../database/database.js';
import {
  AdminTokenSnapshot,
  type AdminTokenRecord,
  type AdminTokenUse,
} from './admin-token-record.js';
import { AdminTokenLimit, AdminTokenUnknown } from './admin.errors.js';
import { adminTokens, adminTokenState } from './admin.tables.js';

/** Most tokens that count at the same time: each instance holds them in memory. */
export const MOST_ADMIN_TOKENS = 100;

/** How long a token is still listed after it ended, in days. */
const KEPT_DAYS = 90;

/** A token that is to be recorded. */
export type NewAdminToken = Pick<
  AdminTokenRecord,
  'id' | 'label' | 'role' | 'hash' | 'createdBy'
> & { readonly ttlSec: number };

/** The admin tokens in the tables. Every method throws DatabaseUnavailable. */
export class AdminTokenStore {
  constructor(private readonly database: Database) {}

  /** All tokens and those that ended lately, oldest first. */
  list(): Promise<readonly AdminTokenRecord[]> {
    return this.database.run((queries) => readRecords(queries));
  }

  /**
   * Records a token.
   *
   * @throws {AdminTokenLimit} So many count already.
   */
  add({ hash, ttlSec, ...token }: NewAdminToken): Promise<AdminTokenRecord> {
    return this.database.transaction(async (queries) => {
      await queries.select().from(adminTokenState).for('update');
      await purge(queries);
      const live = await queries.$count(adminTokens, isLiveNow());
      if (live >= MOST_ADMIN_TOKENS) throw new AdminTokenLimit(MOST_ADMIN_TOKENS);
      const expiresAt = sql`now() + make_interval(secs => ${ttlSec})`;
      const rows = await queries
        .insert(adminTokens)
        .values({ ...token, sha256: hash.toString('hex'), expiresAt })
        .returning();
      return rows.map(toRecord)[0] as AdminTokenRecord;
    });
  }

  /**
   * Ends a token; one that was revoked before stays so.
   *
   * @throws {AdminTokenUnknown} There is none with this id.
   */
  async revoke(id: string): Promise<void> {
    const rows = await this.database.run((queries) =>
      queries
        .update(adminTokens)
        .set({ revokedAt: sql`coalesce(${adminTokens.revokedAt}, now())` })
        .where(eq(adminTokens.id, id))
        .returning({ id: adminTokens.id }),
    );
    if (rows.length === 0) throw new AdminTokenUnknown();
  }
}

/** Reads the tokens that count as of one moment; those that ended would only grow what is in memory. */
export function readAdminTokens(database: Database): Promise<AdminTokenSnapshot> {
  return database.read(async (queries) => {
    const version = await readAdminTokenVersion(queries);
    return new AdminTokenSnapshot(version, await readRecords(queries, isLiveNow()));
  });
}

/** The version of all tokens. */
export async function readAdminTokenVersion(queries: Queries): Promise<number> {
  const [state] = await queries.select({ version: adminTokenState.version }).from(adminTokenState);
  if (state !== undefined) return state.version;
  throw new Error('The table admin_token_state lost its row: restore the database from a backup.');
}

/** Writes days of use; a later day is never taken back. */
export async function writeAdminTokenUses(
  queries: Queries,
  uses: readonly AdminTokenUse[],
): Promise<void> {
  const { id, lastUsedOn } = adminTokens;
  for (const day of new Set(uses.map((use) => use.day))) {
    const ids = uses.filter((use) => use.day === day).map((use) => use.id);
    await queries
      .update(adminTokens)
      .set({ lastUsedOn: day })
      .where(and(inArray(id, ids), or(isNull(lastUsedOn), lt(lastUsedOn, day))));
  }
}

function isLiveNow(): SQL | undefined {
  return and(isNull(adminTokens.revokedAt), gt(adminTokens.expiresAt, sql`now()`));
}

async function readRecords(queries: Queries, which?: SQL): Promise<readonly AdminTokenRecord[]> {
  const rows = await queries
    .select()
    .from(adminTokens)
    .where(which)
    .orderBy(adminTokens.createdAt, adminTokens.id);
  return rows.map(toRecord);
}

async function purge(queries: Queries): Promise<void> {
  const { revokedAt, expiresAt } = adminTokens;
  const oldest = sql`now() - make_interval(days => ${KEPT_DAYS})`;
  await queries.delete(adminTokens).where(or(lt(revokedAt, oldest), lt(expiresAt, oldest)));
}

function toRecord({ sha256, ...row }: typeof adminTokens.$inferSelect): AdminTokenRecord {
  return Object.freeze({
    ...row,
    hash: Buffer.from(sha256, 'hex'),
    lastUsedOn: row.lastUsedOn ?? undefined,
    revokedAt: row.revokedAt ?? undefined,
  });
}
