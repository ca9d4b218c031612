import { desc, eq } from 'drizzle-orm';

import type { Queries } from '../database/database-connection.js';
import { credentialSightings } from './credential.tables.js';

/** When a process used a credential last. */
export interface ReplicaSighting {
  /** Which process, by its own word; empty when it said none. */
  readonly replica: string;
  readonly lastSeenAt: Date;
}

/** The sightings of one microservice by the credential that was used, the latest first. */
export async function readSightings(
  queries: Queries,
  microserviceId: string,
): Promise<ReadonlyMap<string, readonly ReplicaSighting[]>> {
  const { credential, lastSeenAt, microserviceId: owner } = credentialSightings;
  const rows = await queries
    .select()
    .from(credentialSightings)
    .where(eq(owner, microserviceId))
    .orderBy(desc(lastSeenAt), credential);
  const found = new Map<string, ReplicaSighting[]>();
  for (const { credential: key, replica, lastSeenAt: seen } of rows) {
    const others = found.get(key);
    if (others === undefined) found.set(key, [{ replica, lastSeenAt: seen }]);
    else others.push({ replica, lastSeenAt: seen });
  }
  return found;
}
