import { randomUUID } from 'node:crypto';
import { and, count, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import type { Database } from '../database/database.js';
import { microservices, retiredNames } from '../registry/registry.tables.js';
import { toRevocation } from './read-revocations.js';
import { LONGEST_TOKEN_LIFE_SEC, type Revocation, type RevocationSubject } from './revocation.js';
import {
  KeyNotRevocable,
  RevocationsFull,
  RevocationUnknown,
  RevokedNameUnknown,
} from './revocations.errors.js';
import { revocations } from './revocations.tables.js';

/** Most revocations at once; a document of that many has about 300 kB. */
const MOST_REVOCATIONS = 5000;

/** When the last token that was issued until now has ended, by the database's clock. */
const LAST_TOKEN_ENDS = sql`now() + make_interval(secs => ${LONGEST_TOKEN_LIFE_SEC})`;

/**
 * `iat` counts whole seconds: a token of the second of the lift must not be void, unless that is the
 * second of the revocation itself.
 */
const VOID_AFTER_LIFT = sql`greatest(
  date_trunc('second', now()),
  date_trunc('second', ${revocations.createdAt}) + interval '1 second'
)`;

/** How a core names its static keys. */
const STATIC_KEY_PREFIX = 's-';

/** Who revokes what, and why. */
export interface RevocationOrder extends RevocationSubject {
  readonly reason: string;
  readonly actor: string;
}

/** The revocations in the tables. What it throws of the database is DatabaseUnavailable. */
export class RevocationStore {
  constructor(
    private readonly database: Database,
    private readonly most = MOST_REVOCATIONS,
  ) {}

  /**
   * Revokes; what is revoked already is in force anew, under its old id.
   *
   * @throws {RevokedNameUnknown} A caller or target that is not and was not registered.
   * @throws {KeyNotRevocable} The key signs credentials, not access tokens.
   * @throws {RevocationsFull} There are as many as there may be.
   */
  async add(order: RevocationOrder): Promise<Revocation> {
    const { kind, subject, target, reason, actor } = order;
    if (kind === 'kid' && subject.startsWith(STATIC_KEY_PREFIX)) throw new KeyNotRevocable();
    return this.database.transaction(async (queries) => {
      await checkNames(queries, order);
      await this.checkRoom(queries);
      const anew = {
        notBefore: null,
        expiresAt: kind === 'jti' ? LAST_TOKEN_ENDS : null,
        reason,
        actor,
        createdAt: sql`now()`,
      };
      const [row] = await queries
        .insert(revocations)
        .values({ id: randomUUID(), kind, subject, target: target ?? null, ...anew })
        .onConflictDoUpdate({
          target: [revocations.kind, revocations.subject, revocations.target],
          set: anew,
        })
        .returning();
      if (row === undefined) throw new TypeError('An insert that returns rows returned none.');
      return toRevocation(row);
    });
  }

  /**
   * Lifts a revocation. A key or a token counts again at once. A caller or an edge gets new tokens
   * again, while those issued before stay void until the last of them has ended.
   *
   * @throws {RevocationUnknown} There is none of this id in force.
   */
  lift(id: string): Promise<void> {
    return this.database.transaction(async (queries) => {
      const isInForce = and(eq(revocations.id, id), isNull(revocations.notBefore));
      const gone = await queries
        .delete(revocations)
        .where(and(isInForce, inArray(revocations.kind, ['kid', 'jti'])))
        .returning({ id: revocations.id });
      const eased = await queries
        .update(revocations)
        .set({ notBefore: VOID_AFTER_LIFT, expiresAt: LAST_TOKEN_ENDS })
        .where(isInForce)
        .returning({ id: revocations.id });
      if (gone.length + eased.length === 0) throw new RevocationUnknown();
    });
  }

  /** Deletes what no longer concerns any token. */
  async purge(): Promise<void> {
    await this.database.run((queries) =>
      queries.delete(revocations).where(lte(revocations.expiresAt, sql`now()`)),
    );
  }

  private async checkRoom(queries: Queries): Promise<void> {
    const [row] = await queries.select({ stored: count() }).from(revocations);
    if ((row?.stored ?? 0) >= this.most) throw new RevocationsFull(this.most);
  }
}

async function checkNames(queries: Queries, order: RevocationOrder): Promise<void> {
  if (order.kind !== 'microservice' && order.kind !== 'edge') return;
  const names = new Set([order.subject, order.target ?? order.subject]);
  const known = await queries
    .select({ name: microservices.name })
    .from(microservices)
    .where(inArray(microservices.name, [...names]))
    .union(
      queries
        .select({ name: retiredNames.name })
        .from(retiredNames)
        .where(inArray(retiredNames.name, [...names])),
    );
  if (known.length < names.size) throw new RevokedNameUnknown();
}
