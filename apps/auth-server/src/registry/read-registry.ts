import { gt, isNull, or, sql } from 'drizzle-orm';

import type { Queries } from '../database/database-connection.js';
import { readCredentials } from './read-credentials.js';
import { RegistrySnapshot } from './registry-snapshot.js';
import { microservices, revokedCredentials } from './registry.tables.js';

/** Reads the whole registry; revocations of credentials that have ended by themselves stay behind. */
export async function readRegistry(queries: Queries): Promise<RegistrySnapshot> {
  const rows = await queries.select().from(microservices);
  const revoked = await queries
    .select({ jti: revokedCredentials.jti })
    .from(revokedCredentials)
    .where(or(isNull(revokedCredentials.expiresAt), gt(revokedCredentials.expiresAt, sql`now()`)));
  return new RegistrySnapshot(
    rows.map(({ id, name, url, enabled, notBefore, mode, owner }) =>
      Object.freeze({
        id,
        name,
        url,
        isEnabled: enabled,
        notBefore: notBefore ?? undefined,
        mode,
        owner: owner ?? undefined,
      }),
    ),
    revoked.map(({ jti }) => jti),
    { credentials: await readCredentials(queries) },
  );
}
