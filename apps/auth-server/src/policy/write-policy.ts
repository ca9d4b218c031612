import { randomUUID } from 'node:crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import { microservices } from '../registry/registry.tables.js';
import type { PolicyDocument } from './policy-document.js';
import { writeTrustRules } from './trust-rows.js';
import { edges } from './policy.tables.js';

/** Rows per statement: PostgreSQL takes at most 65535 parameters in one. */
const BATCH = 5000;

type Row = typeof edges.$inferInsert;

/**
 * Makes the tables say what the document says and touches only what differs. The caller holds the
 * lock on the policy's state, in the same transaction.
 */
export async function writePolicy(queries: Queries, document: PolicyDocument): Promise<void> {
  const ids = await writeMicroservices(queries, document);
  const wanted = document.allow.map(({ caller, target, scopes }) => ({
    callerId: idOf(ids, caller),
    targetId: idOf(ids, target),
    scopes: [...scopes],
  }));
  await writeEdges(queries, wanted);
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
  const rows = wanted.map(({ name, url, isEnabled }) => {
    const before = byName.get(name);
    const enabled = isEnabled ?? before?.enabled ?? true;
    return { id: before?.id ?? randomUUID(), name, url, enabled };
  });
  const changed = rows.filter(({ name, url, enabled }) => {
    const before = byName.get(name);
    return before?.url !== url || before.enabled !== enabled;
  });
  for (const batch of batches(changed)) {
    await queries
      .insert(microservices)
      .values(batch)
      .onConflictDoUpdate({
        target: microservices.id,
        set: { url: sql`excluded.url`, enabled: sql`excluded.enabled` },
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
  const changed = wanted.filter((row) => !isSame(row, stored.get(keyOf(row))));
  for (const batch of batches(changed)) {
    await queries
      .insert(edges)
      .values(batch)
      .onConflictDoUpdate({
        target: [edges.callerId, edges.targetId],
        set: { scopes: sql`excluded.scopes` },
      });
  }
}

function keyOf({ callerId, targetId }: Pick<Row, 'callerId' | 'targetId'>): string {
  return `${callerId} ${targetId}`;
}

function isSame(wanted: Row, stored: Row | undefined): boolean {
  return stored !== undefined && stored.scopes?.join(' ') === wanted.scopes?.join(' ');
}

function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new TypeError(`The document allows an unknown name: ${name}.`);
  return id;
}

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}
