import { and, inArray, isNull, lt, or, sql } from 'drizzle-orm';

import type { Queries } from '../database/database-connection.js';
import type { DatedUse } from './credential-use.js';
import { credentials, unregisteredCredentials } from './credential.tables.js';
import { microservices } from './registry.tables.js';

/** A token of the core that says no expiry is not accepted, so this stands for "unknown" only. */
const NO_END = new Date('9999-12-31T00:00:00Z');

/** Writes days of use; what is there already is left alone, a later day is never taken back. */
export async function writeUses(queries: Queries, uses: readonly DatedUse[]): Promise<void> {
  for (const day of new Set(uses.map((use) => use.day))) {
    const ofDay = uses.filter((use) => use.day === day);
    const ids = ofDay.flatMap(({ credentialId }) => credentialId ?? []);
    if (ids.length > 0) await writeRecords(queries, day, ids);
    const others = ofDay.filter(({ credentialId }) => credentialId === undefined);
    if (others.length > 0) await writeUnregistered(queries, others);
  }
}

async function writeRecords(queries: Queries, day: string, ids: readonly string[]): Promise<void> {
  const { lastUsedOn, id } = credentials;
  await queries
    .update(credentials)
    .set({ lastUsedOn: day })
    .where(and(inArray(id, [...ids]), or(isNull(lastUsedOn), lt(lastUsedOn, day))));
}

/** A microservice that was deleted meanwhile takes its uses along. */
async function writeUnregistered(queries: Queries, uses: readonly DatedUse[]): Promise<void> {
  const wanted = [...new Set(uses.map(({ microserviceId }) => microserviceId))];
  const { id } = microservices;
  const rows = await queries.select({ id }).from(microservices).where(inArray(id, wanted));
  const known = new Set(rows.map((row) => row.id));
  const values = uses
    .filter(({ microserviceId }) => known.has(microserviceId))
    .map(({ microserviceId, key, day, usedAtMs, expiresAt }) => ({
      microserviceId,
      fingerprint: key,
      expiresAt: expiresAt ?? NO_END,
      firstSeenAt: new Date(usedAtMs),
      lastUsedOn: day,
    }));
  if (values.length === 0) return;
  const { microserviceId, fingerprint, lastUsedOn } = unregisteredCredentials;
  await queries
    .insert(unregisteredCredentials)
    .values(values)
    .onConflictDoUpdate({
      target: [microserviceId, fingerprint],
      set: { lastUsedOn: sql`excluded.last_used_on` },
      setWhere: lt(lastUsedOn, sql`excluded.last_used_on`),
    });
}
