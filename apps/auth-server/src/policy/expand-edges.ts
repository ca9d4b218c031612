import type { Edge } from './edge.js';
import { subjectOf } from './policy-subject.js';

/** Microservices that a policy names together. */
export interface PolicyGroup {
  readonly name: string;
  readonly members: readonly string[];
}

/** What groups and wildcards stand for. */
export interface SubjectNames {
  /** All registered microservices. */
  readonly names: readonly string[];
  readonly groups: readonly PolicyGroup[];
}

/** A policy that stands for more edges than this is refused. */
export const MOST_EDGES = 250_000;

const WEIGHT = { all: 0, group: 1, microservice: 2 } as const;

/**
 * The edges that entries with groups and wildcards stand for, those that win first: of two for the
 * same pair the first counts. A group wins over a wildcard, then the closer caller over the closer
 * target, then the order of the names.
 */
export function* expandEdges(wide: readonly Edge[], subjects: SubjectNames): Generator<Edge> {
  const members = membersBySubject(subjects);
  for (const edge of wide.toSorted(byPrecedence)) {
    const { caller: from, target: to, ...terms } = edge;
    const via = { caller: from, target: to };
    for (const caller of members(from)) {
      for (const target of members(to)) yield { ...terms, caller, target, via };
    }
  }
}

/** How many edges entries stand for, each pair counted as often as it is named. */
export function countEdges(edges: readonly Edge[], subjects: SubjectNames): number {
  const members = membersBySubject(subjects);
  return edges.reduce(
    (sum, { caller, target }) => sum + members(caller).length * members(target).length,
    0,
  );
}

/** The names behind one side of an edge; a group that is not there has none. */
function membersBySubject({ names, groups }: SubjectNames): (text: string) => readonly string[] {
  const byName = new Map(groups.map(({ name, members }) => [name, members]));
  return (text) => {
    const subject = subjectOf(text);
    if (subject.kind === 'all') return names;
    return subject.kind === 'group' ? (byName.get(subject.name) ?? []) : [subject.name];
  };
}

function byPrecedence(a: Edge, b: Edge): number {
  const [one, other] = [weightsOf(a), weightsOf(b)];
  const least = Math.min(...other) - Math.min(...one);
  const both = other[0] + other[1] - one[0] - one[1];
  return least || both || other[0] - one[0] || compare(keyOf(a), keyOf(b));
}

function weightsOf({ caller, target }: Edge): readonly [number, number] {
  return [WEIGHT[subjectOf(caller).kind], WEIGHT[subjectOf(target).kind]];
}

function keyOf({ caller, target }: Edge): string {
  return `${caller} ${target}`;
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
