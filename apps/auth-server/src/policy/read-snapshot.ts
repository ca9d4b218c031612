import { setImmediate as nextTurn } from 'node:timers/promises';
import { eq, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';

import type { Queries } from '../database/database-connection.js';
import type { Database } from '../database/database.js';
import { readRegistry } from '../registry/read-registry.js';
import { microservices } from '../registry/registry.tables.js';
import type { Edge } from './edge.js';
import { termsOf } from './edge-rows.js';
import { readWidePolicy } from './group-rows.js';
import { PolicySnapshot } from './policy-snapshot.js';
import { readTrustRules } from './trust-rows.js';
import { edges, policyState } from './policy.tables.js';

/** Edges per statement: a page takes a few milliseconds to fetch. */
const PAGE = 2000;

const caller = alias(microservices, 'caller');
const target = alias(microservices, 'target');

/** Reads everything a decision needs as of one moment, under one version. */
export function readSnapshot(database: Database): Promise<PolicySnapshot> {
  return database.read(async (queries) => {
    const version = await readVersion(queries);
    const registry = await readRegistry(queries);
    const trust = await readTrustRules(queries);
    const { groups, wide } = await readWidePolicy(queries);
    const extras = { trust, groups, wide };
    return PolicySnapshot.collect(version, registry, edgePages(queries), extras);
  });
}

/** The version of everything a decision reads. */
export async function readVersion(queries: Queries): Promise<number> {
  return onlyVersion(await selectVersion(queries));
}

/** The same, and holds off every other writer until the transaction ends. */
export async function lockVersion(queries: Queries): Promise<number> {
  return onlyVersion(await selectVersion(queries).for('update'));
}

/** Makes a new version of what is there; other changes raise it by themselves. */
export async function raiseVersion(queries: Queries): Promise<void> {
  await queries.update(policyState).set({ version: sql`${policyState.version} + 1` });
}

function selectVersion(queries: Queries) {
  return queries.select({ version: policyState.version }).from(policyState);
}

function onlyVersion([state]: readonly { version: number }[]): number {
  if (state !== undefined) return state.version;
  throw new Error('The table policy_state lost its row: restore the database from a backup.');
}

/** All edges by name, in pages; other work of the process runs between two of them. */
export async function* edgePages(queries: Queries): AsyncGenerator<readonly Edge[]> {
  let after: SQL | undefined;
  for (;;) {
    const rows = await queries
      .select({ row: edges, caller: caller.name, target: target.name })
      .from(edges)
      .innerJoin(caller, eq(caller.id, edges.callerId))
      .innerJoin(target, eq(target.id, edges.targetId))
      .where(after)
      .orderBy(edges.callerId, edges.targetId)
      .limit(PAGE);
    yield rows.map(({ caller: from, target: to, row }) => ({
      caller: from,
      target: to,
      ...termsOf(row),
    }));
    const last = rows.at(-1)?.row;
    if (last === undefined || rows.length < PAGE) return;
    after = sql`(${edges.callerId}, ${edges.targetId}) > (${last.callerId}, ${last.targetId})`;
    await nextTurn();
  }
}
