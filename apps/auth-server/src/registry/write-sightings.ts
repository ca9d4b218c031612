import { and, inArray, lt, sql } from 'drizzle-orm';

import type { Queries } from '../database/database-connection.js';
import { credentialSightings } from './credential.tables.js';
import { microservices } from './registry.tables.js';

/** Processes that are remembered of one credential at most: those that were seen last. */
const MOST_REPLICAS = 100;

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
  const { microserviceId, credential, replica, lastSeenAt } = credentialSightings;
  await queries
    .insert(credentialSightings)
    .values(values)
    .onConflictDoUpdate({
      target: [microserviceId, credential, replica],
      set: { lastSeenAt: sql`excluded.last_seen_at` },
      setWhere: lt(lastSeenAt, sql`excluded.last_seen_at`),
    });
  await forgetOldest(queries, [...new Set(values.map((value) => value.credential))]);
}

/** A caller can make up processes, so there is an end to what is kept of them. */
async function forgetOldest(queries: Queries, touched: readonly string[]): Promise<void> {
  const { microserviceId, credential, replica, lastSeenAt } = credentialSightings;
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
    .where(inArray(credential, [...touched]))
    .as('ranked');
  const beyond = queries
    .select({ m: ranked.microserviceId, c: ranked.credential, r: ranked.replica })
    .from(ranked)
    .where(sql`${ranked.rank} > ${MOST_REPLICAS}`);
  await queries
    .delete(credentialSightings)
    .where(
      and(
        inArray(credential, [...touched]),
        sql`(${microserviceId}, ${credential}, ${replica}) in ${beyond}`,
      ),
    );
}
