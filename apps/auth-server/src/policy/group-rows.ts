import { eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Queries } from '../database/database-connection.js';
import { microservices } from '../registry/registry.tables.js';
import { batches } from './batches.js';
import type { Edge } from './edge.js';
import { fingerprintOf, termsOf, termsRow } from './edge-rows.js';
import type { PolicyGroup } from './expand-edges.js';
import { groupSubject, subjectOf, WILDCARD } from './policy-subject.js';
import { policyGroupMembers, policyGroups, wideEdges } from './policy.tables.js';

const caller = alias(microservices, 'caller');
const target = alias(microservices, 'target');

/** What a policy says of many at once. */
export interface WidePolicy {
  readonly groups: readonly PolicyGroup[];
  readonly wide: readonly Edge[];
}

/** Reads groups and the entries with a group or a wildcard, in the order of their names. */
export async function readWidePolicy(queries: Queries): Promise<WidePolicy> {
  const groups = new Map<string, string[]>();
  for (const { name } of await queries.select().from(policyGroups)) groups.set(name, []);
  const members = await queries
    .select({ group: policyGroupMembers.groupName, name: microservices.name })
    .from(policyGroupMembers)
    .innerJoin(microservices, eq(microservices.id, policyGroupMembers.microserviceId));
  for (const { group, name } of members) groups.get(group)?.push(name);
  return {
    groups: Array.from(groups, ([name, names]) => ({ name, members: names.toSorted() })).toSorted(
      (a, b) => (a.name < b.name ? -1 : 1),
    ),
    wide: await readWideEdges(queries),
  };
}

async function readWideEdges(queries: Queries): Promise<readonly Edge[]> {
  const rows = await queries
    .select({ row: wideEdges, caller: caller.name, target: target.name })
    .from(wideEdges)
    .leftJoin(caller, eq(caller.id, wideEdges.callerId))
    .leftJoin(target, eq(target.id, wideEdges.targetId));
  return rows
    .map(({ row, caller: from, target: to }) => ({
      caller: from ?? sideOf(row.callerGroup),
      target: to ?? sideOf(row.targetGroup),
      ...termsOf(row),
    }))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Makes the tables hold these groups and entries; touches nothing when they do already. */
export async function writeWidePolicy(
  queries: Queries,
  wanted: WidePolicy,
  idOf: (microservice: string) => string,
): Promise<void> {
  if (summaryOf(await readWidePolicy(queries)) === summaryOf(wanted)) return;
  await queries.delete(wideEdges);
  await queries.delete(policyGroups);
  const groups = wanted.groups.map(({ name }) => ({ name }));
  for (const batch of batches(groups)) await queries.insert(policyGroups).values(batch);
  const members = wanted.groups.flatMap(({ name, members: names }) =>
    names.map((member) => ({ groupName: name, microserviceId: idOf(member) })),
  );
  for (const batch of batches(members)) await queries.insert(policyGroupMembers).values(batch);
  const wide = wanted.wide.map((edge) => wideRow(edge, idOf));
  for (const batch of batches(wide)) await queries.insert(wideEdges).values(batch);
}

function wideRow(
  edge: Edge,
  idOf: (microservice: string) => string,
): typeof wideEdges.$inferInsert {
  const [from, to] = [subjectOf(edge.caller), subjectOf(edge.target)];
  return {
    callerId: from.kind === 'microservice' ? idOf(from.name) : null,
    callerGroup: from.kind === 'group' ? from.name : null,
    targetId: to.kind === 'microservice' ? idOf(to.name) : null,
    targetGroup: to.kind === 'group' ? to.name : null,
    ...termsRow(edge),
  };
}

function sideOf(group: string | null): string {
  return group === null ? WILDCARD : groupSubject(group);
}

function keyOf({ caller: from, target: to }: Edge): string {
  return `${from} ${to}`;
}

function summaryOf({ groups, wide }: WidePolicy): string {
  const members = groups.map(({ name, members: names }) => `${name} ${names.toSorted().join(' ')}`);
  const entries = wide.map((edge) => `${keyOf(edge)} ${fingerprintOf(termsRow(edge))}`);
  return JSON.stringify([members.toSorted(), entries.toSorted()]);
}
