import { asc, eq, gt, sql } from 'drizzle-orm';

import type { Queries } from '../database/database-connection.js';
import type { Credential, CredentialKeys } from './credential.js';
import { credentials } from './credential.tables.js';
import { microservices } from './registry.tables.js';

type Row = typeof credentials.$inferSelect;

/**
 * Reads the records that a decision may need. One that ended a day ago needs none: what it stands
 * for has ended with it.
 */
export async function readCredentials(queries: Queries): Promise<readonly Credential[]> {
  const rows = await queries
    .select({ name: microservices.name, row: credentials })
    .from(credentials)
    .innerJoin(microservices, eq(microservices.id, credentials.microserviceId))
    .where(gt(credentials.expiresAt, sql`now() - interval '1 day'`))
    .orderBy(asc(credentials.createdAt), asc(credentials.id));
  return rows.map(({ name, row }) => toCredential(name, row));
}

/** A row as the rest of the room knows it. */
export function toCredential(microservice: string, row: Row): Credential {
  return Object.freeze({
    id: row.id,
    microservice,
    kind: row.kind,
    label: row.label ?? undefined,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt ?? undefined,
    secretHash: row.secretSha256 === null ? undefined : Buffer.from(row.secretSha256, 'hex'),
    tokenId: row.jti ?? undefined,
    keys: keysOf(row),
  });
}

function keysOf({ jwks, jwksUri }: Row): CredentialKeys | undefined {
  if (jwksUri !== null) return { jwksUri };
  return jwks === null ? undefined : { jwks };
}
