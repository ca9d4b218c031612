import { randomUUID } from 'node:crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import { microservices } from '../registry/registry.tables.js';
import { batches } from './batches.js';
import { isSameTerms, termsRow, type TermsRow } from './edge-rows.js';
import { writeWidePolicy } from './group-rows.js';
import type { PolicyDocument } from './policy-document.js';
import { isWide } from './policy-subject.js';
import { writeTrustRules } from './trust-rows.js';
import { edges } from './policy.tables.js';

type Row = Pick<typeof edges.$inferSelect, 'callerId' | 'targetId'> & TermsRow;

/**
 * Makes the tables say what the document says and touches only what differs. The caller holds the
 * lock on the policy's state, in the same transaction.
 */
export async function writePolicy(queries: Queries, document: PolicyDocument): Promise<void> {
  const ids = await writeMicroservices(queries, document);
  const wanted = document.allow
    .filter((edge) => !isWide(edge))
    .map((edge) => ({
      callerId: idOf(ids, edge.caller),
      targetId: idOf(ids, edge.target),
      ...termsRow(edge),
    }));
  await writeEdges(queries, wanted);
  const wide = { groups: document.groups ?? [], wide: document.allow.filter(isWide) };
  await writeWidePolicy(queries, wide, (name) => idOf(ids, name));
  await writeTrustRules(queries, document.trust ?? [], (name) => idOf(ids, name));
}

async function writeMicroservices(
  queries: Queries,
  { microservices: wanted }: PolicyDocument,
): Promise<ReadonlyMap<string, string>> {
  const names = new Set(wanted.map(({ name }) => name));
  const stored = await queries.select().from(microservices);
  const gone = stored.filter(({ name }) => !names.has(name)).map(({ id }) => id);
  for (const batch of batches(gone)) {
    await queries.delete(microservices).where(inArray(microservices.id, batch));
  }
  const byName = new Map(stored.map((row) => [row.name, row]));
  const rows = wanted.map(({ name, url, isEnabled, mode = 'enforce', owner = null }) => {
    const before = byName.get(name);
    const enabled = isEnabled ?? before?.enabled ?? true;
    return { id: before?.id ?? randomUUID(), name, url, enabled, mode, owner };
  });
  const changed = rows.filter(({ name, url, enabled, mode, owner }) => {
    const before = byName.get(name);
    return (
      before?.url !== url ||
      before.enabled !== enabled ||
      before.mode !== mode ||
      before.owner !== owner
    );
  });
  for (const batch of batches(changed)) {
    await queries
      .insert(microservices)
      .values(batch)
      .onConflictDoUpdate({
        target: microservices.id,
        set: {
          url: sql`excluded.url`,
          enabled: sql`excluded.enabled`,
          mode: sql`excluded.mode`,
          owner: sql`excluded.owner`,
        },
      });
  }
  return new Map(rows.map(({ name, id }) => [name, id]));
}

async function writeEdges(queries: Queries, wanted: readonly Row[]): Promise<void> {
  const stored = new Map((await queries.select().from(edges)).map((row) => [keyOf(row), row]));
  const kept = new Set(wanted.map(keyOf));
  const gone = new Map<string, string[]>();
  for (const { callerId, targetId } of stored.values()) {
    if (kept.has(keyOf({ callerId, targetId }))) continue;
    gone.set(callerId, [...(gone.get(callerId) ?? []), targetId]);
  }
  for (const [callerId, targetIds] of gone) {
    await queries
      .delete(edges)
      .where(and(eq(edges.callerId, callerId), inArray(edges.targetId, targetIds)));
  }
  const changed = wanted.filter((row) => {
    const before = stored.get(keyOf(row));
    return before === undefined || !isSameTerms(row, before);
  });
  for (const batch of batches(changed)) {
    await queries
      .insert(edges)
      .values(batch)
      .onConflictDoUpdate({
        target: [edges.callerId, edges.targetId],
        set: {
          scopes: sql`excluded.scopes`,
          ttlSec: sql`excluded.ttl_sec`,
          until: sql`excluded.until`,
          mode: sql`excluded.mode`,
          reason: sql`excluded.reason`,
          owner: sql`excluded.owner`,
          senderConstrained: sql`excluded.sender_constrained`,
        },
      });
  }
}

function keyOf({ callerId, targetId }: Pick<Row, 'callerId' | 'targetId'>): string {
  return `${callerId} ${targetId}`;
}

function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new TypeError(`The document allows an unknown name: ${name}.`);
  return id;
}
