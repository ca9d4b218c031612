import { isMicroserviceName } from '@app/m2m';
import { and, count, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database/database.js';
import type { Queries } from '../database/database-connection.js';
import type { Credential } from './credential.js';
import { credentials, unregisteredCredentials } from './credential.tables.js';
import { toCredential } from './read-credentials.js';
import { readSightings, type ReplicaSighting } from './read-sightings.js';
import { CredentialLimit, CredentialUnknown, MicroserviceUnknown } from './registry.errors.js';
import { microservices, revokedCredentials } from './registry.tables.js';

/** Live credentials of one microservice at most: one per replica is more than anybody needs. */
const MOST_LIVE = 100;
/** The id of a record, or what a token without one is known by. */
const CREDENTIAL_ID = /^[\w.-]{1,80}$/;
/** Rows of a list at most, newest first. */
const MOST_LISTED = 1000;

/** What the store writes for a new credential. */
export interface NewCredential {
  readonly id: string;
  readonly kind: Credential['kind'];
  readonly label?: string | undefined;
  readonly expiresInSec: number;
  readonly createdBy: string;
  readonly secretHash?: Buffer | undefined;
  readonly tokenId?: string | undefined;
  readonly jwks?: unknown;
  readonly jwksUri?: string | undefined;
}

/** One row of a list of credentials. */
export interface ListedCredential {
  readonly record: Credential;
  readonly lastUsedOn: string | undefined;
}

/** A bootstrap token that was used though nothing is known of its making. */
export interface UnregisteredCredential {
  readonly fingerprint: string;
  readonly expiresAt: Date;
  readonly firstSeenAt: Date;
  readonly lastUsedOn: string;
  readonly revokedAt: Date | undefined;
}

/** The records of credentials in the tables. Every method throws DatabaseUnavailable. */
export class CredentialStore {
  constructor(private readonly database: Database) {}

  /** Writes a record. Throws MicroserviceUnknown and CredentialLimit. */
  add(microservice: string, credential: NewCredential): Promise<Credential> {
    return this.database.transaction(async (queries) => {
      const microserviceId = await idOf(queries, microservice, { lock: true });
      await checkLimit(queries, microserviceId);
      const { id, kind, label, expiresInSec, createdBy } = credential;
      const [row] = await queries
        .insert(credentials)
        .values({
          id,
          microserviceId,
          kind,
          label: label ?? null,
          createdBy,
          expiresAt: sql`now() + make_interval(secs => ${expiresInSec})`,
          secretSha256: credential.secretHash?.toString('hex') ?? null,
          jti: credential.tokenId ?? null,
          jwks: credential.jwks ?? null,
          jwksUri: credential.jwksUri ?? null,
        })
        .returning();
      if (row === undefined) throw new TypeError('An insert returned no row.');
      return toCredential(microservice, row);
    });
  }

  /** All records of one microservice, newest first. Throws MicroserviceUnknown. */
  async list(microservice: string): Promise<readonly ListedCredential[]> {
    return this.database.read(async (queries) => {
      const rows = await queries
        .select()
        .from(credentials)
        .where(eq(credentials.microserviceId, await idOf(queries, microservice)))
        .orderBy(desc(credentials.createdAt), desc(credentials.id))
        .limit(MOST_LISTED);
      return rows.map((row) => ({
        record: toCredential(microservice, row),
        lastUsedOn: row.lastUsedOn ?? undefined,
      }));
    });
  }

  /** The tokens without a record that were used, latest first. Throws MicroserviceUnknown. */
  async listUnregistered(microservice: string): Promise<readonly UnregisteredCredential[]> {
    const { microserviceId, fingerprint, lastUsedOn } = unregisteredCredentials;
    return this.database.read(async (queries) => {
      const rows = await queries
        .select({ row: unregisteredCredentials, revokedAt: revokedCredentials.revokedAt })
        .from(unregisteredCredentials)
        .leftJoin(revokedCredentials, eq(revokedCredentials.jti, fingerprint))
        .where(eq(microserviceId, await idOf(queries, microservice)))
        .orderBy(desc(lastUsedOn), fingerprint)
        .limit(MOST_LISTED);
      return rows.map(({ row, revokedAt }) => ({ ...row, revokedAt: revokedAt ?? undefined }));
    });
  }

  /** Which processes used which credential, by its id, the latest first. Throws MicroserviceUnknown. */
  listSightings(microservice: string): Promise<ReadonlyMap<string, readonly ReplicaSighting[]>> {
    return this.database.read(async (queries) =>
      readSightings(queries, await idOf(queries, microservice)),
    );
  }

  /** Ends a credential for good; again is as good as once. Throws CredentialUnknown. */
  async revoke(microservice: string, id: string): Promise<void> {
    if (!CREDENTIAL_ID.test(id)) throw new CredentialUnknown();
    await this.database.transaction(async (queries) => {
      const microserviceId = await idOf(queries, microservice);
      const [row] = await queries
        .update(credentials)
        .set({ revokedAt: sql`coalesce(${credentials.revokedAt}, now())` })
        .where(and(eq(credentials.id, id), eq(credentials.microserviceId, microserviceId)))
        .returning({ id: credentials.id });
      if (row === undefined) await revokeUnregistered(queries, microserviceId, id);
    });
  }
}

async function idOf(
  queries: Queries,
  name: string,
  { lock }: { readonly lock: boolean } = { lock: false },
): Promise<string> {
  if (!isMicroserviceName(name)) throw new MicroserviceUnknown();
  const query = queries.select().from(microservices).where(eq(microservices.name, name));
  const [row] = await (lock ? query.for('update') : query);
  if (row === undefined) throw new MicroserviceUnknown();
  return row.id;
}

async function checkLimit(queries: Queries, microserviceId: string): Promise<void> {
  const [live] = await queries
    .select({ count: count() })
    .from(credentials)
    .where(
      and(
        eq(credentials.microserviceId, microserviceId),
        isNull(credentials.revokedAt),
        gt(credentials.expiresAt, sql`now()`),
      ),
    );
  if ((live?.count ?? 0) >= MOST_LIVE) throw new CredentialLimit(MOST_LIVE);
}

async function revokeUnregistered(
  queries: Queries,
  microserviceId: string,
  fingerprint: string,
): Promise<void> {
  const { microserviceId: owner, fingerprint: key } = unregisteredCredentials;
  const [row] = await queries
    .select({ expiresAt: unregisteredCredentials.expiresAt })
    .from(unregisteredCredentials)
    .where(and(eq(owner, microserviceId), eq(key, fingerprint)));
  if (row === undefined) throw new CredentialUnknown();
  await queries
    .insert(revokedCredentials)
    .values({ jti: fingerprint, microserviceId, expiresAt: row.expiresAt })
    .onConflictDoNothing();
}
