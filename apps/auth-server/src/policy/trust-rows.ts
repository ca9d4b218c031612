import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import { microservices } from '../registry/registry.tables.js';
import { batches } from './batches.js';
import { trustRules } from './policy.tables.js';
import type { TrustRule } from './trust-rule.js';

/** Reads the trust rules, in no particular order. */
export async function readTrustRules(queries: Queries): Promise<readonly TrustRule[]> {
  const rows = await queries
    .select({ row: trustRules, microservice: microservices.name })
    .from(trustRules)
    .innerJoin(microservices, eq(microservices.id, trustRules.microserviceId));
  return rows.map(({ row, microservice }) =>
    Object.freeze({
      issuer: row.issuer,
      audience: row.audience,
      subject: row.subject,
      jwksUri: row.jwksUri ?? undefined,
      microservice,
      maxAgeSec: row.maxAgeSec,
    }),
  );
}

/** Makes the table hold these rules; touches nothing when it does already. */
export async function writeTrustRules(
  queries: Queries,
  wanted: readonly TrustRule[],
  idOf: (microservice: string) => string,
): Promise<void> {
  const stored = await readTrustRules(queries);
  if (fingerprintOf(stored) === fingerprintOf(wanted)) return;
  await queries.delete(trustRules);
  const rows = wanted.map(({ microservice, jwksUri, ...rule }) => ({
    ...rule,
    jwksUri: jwksUri ?? null,
    microserviceId: idOf(microservice),
  }));
  for (const batch of batches(rows)) await queries.insert(trustRules).values(batch);
}

function fingerprintOf(rules: readonly TrustRule[]): string {
  return rules
    .map(({ issuer, audience, subject, jwksUri, microservice, maxAgeSec }) =>
      JSON.stringify([issuer, audience, subject, jwksUri ?? null, microservice, maxAgeSec]),
    )
    .toSorted()
    .join();
}
