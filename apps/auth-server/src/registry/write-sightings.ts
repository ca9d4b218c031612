import { and, inArray, sql } from 'drizzle-orm';

import type { Queries } from '../database/database-connection.js';
import { insertRows } from '../database/insert-rows.js';
import { credentialSightings } from './credential.tables.js';
import { microservices } from './registry.tables.js';

/** Processes that are remembered of one credential at most: those that were seen last. */
const MOST_REPLICAS = 100;

/** Only a row that was inserted, and not updated, has no `xmax`. */
const KEEP_LATEST = sql`(microservice_id, credential, replica)
  do update set last_seen_at = excluded.last_seen_at
  where ${credentialSightings.lastSeenAt} < excluded.last_seen_at
  returning microservice_id as "microserviceId", credential, xmax = 0 as "isNew"`;

/** The row of a sighting that was written. */
interface Touched {
  readonly microserviceId: string;
  readonly credential: string;
  readonly isNew: boolean;
}

/** A process of a microservice that proved itself with a credential. */
export interface CredentialSighting {
  readonly microserviceId: string;
  /** The id of the record, or what a token without one is known by. */
  readonly credential: string;
  /** Which process, by its own word; empty when it said none. */
  readonly replica: string;
  readonly seenAtMs: number;
}

/** Writes sightings; an earlier one never takes the place of a later one. */
export async function writeSightings(
  queries: Queries,
  sightings: readonly CredentialSighting[],
): Promise<void> {
  const wanted = [...new Set(sightings.map(({ microserviceId }) => microserviceId))];
  const { id } = microservices;
  const rows = await queries.select({ id }).from(microservices).where(inArray(id, wanted));
  const known = new Set(rows.map((row) => row.id));
  const values = sightings
    .filter(({ microserviceId }) => known.has(microserviceId))
    .map(({ seenAtMs, ...sighting }) => ({ ...sighting, lastSeenAt: new Date(seenAtMs) }));
  if (values.length === 0) return;
  const written = await queries.execute(
    sql`${insertRows(credentialSightings, values)} on conflict ${KEEP_LATEST}`,
  );
  const { rows: touched } = written as { readonly rows: readonly Touched[] };
  await forgetOldest(
    queries,
    touched.filter(({ isNew }) => isNew),
  );
}

/** A caller can make up processes, so there is an end to what is kept of them. */
async function forgetOldest(queries: Queries, grown: readonly Touched[]): Promise<void> {
  if (grown.length === 0) return;
  const { microserviceId, credential, replica, lastSeenAt } = credentialSightings;
  const isGrown = and(
    inArray(microserviceId, [...new Set(grown.map((row) => row.microserviceId))]),
    inArray(credential, [...new Set(grown.map((row) => row.credential))]),
  );
  const ranked = queries
    .select({
      microserviceId,
      credential,
      replica,
      rank: sql<number>`row_number() over (partition by ${microserviceId}, ${credential} order by ${lastSeenAt} desc, ${replica})`.as(
        'rank',
      ),
    })
    .from(credentialSightings)
    .where(isGrown)
    .as('ranked');
  const beyond = queries
    .select({ m: ranked.microserviceId, c: ranked.credential, r: ranked.replica })
    .from(ranked)
    .where(sql`${ranked.rank} > ${MOST_REPLICAS}`);
  await queries
    .delete(credentialSightings)
    .where(and(isGrown, sql`(${microserviceId}, ${credential}, ${replica}) in ${beyond}`));
}
