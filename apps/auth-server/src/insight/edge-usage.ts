import type { EdgeUse } from '../audit/call-history.service.js';
import type { Edge } from '../policy/edge.js';
import type { PolicySnapshot } from '../policy/policy-snapshot.js';

/** An edge, and how it is used. */
export interface EdgeUsage extends Edge {
  /** The latest call that is remembered. */
  readonly lastAt?: Date | undefined;
  /** Calls in the period. */
  readonly count: number;
}

/** Which edges are wanted. */
export interface EdgeFilter {
  readonly caller?: string | undefined;
  readonly target?: string | undefined;
  /** Only edges without a call since this moment. */
  readonly unusedSince?: Date | undefined;
  /** Only edges that end before this moment, or have ended. */
  readonly endingBefore?: Date | undefined;
}

/** Which part of them is wanted. */
export interface EdgesSlice {
  /** The {@link keyOf} that it begins after; undefined begins with the first. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Some of the edges that a filter lets through, with their use, by caller and target. */
export interface EdgeUsages {
  /** How many the filter lets through, wherever the slice begins. */
  readonly total: number;
  readonly edges: readonly EdgeUsage[];
  readonly hasMore: boolean;
}

/** The edges of a policy that a filter lets through: one caller is sorted at a time, and a slice is made. */
export function edgeUsages(
  policy: PolicySnapshot,
  uses: readonly EdgeUse[],
  { caller, ...filter }: EdgeFilter,
  { after = '', limit }: EdgesSlice,
): EdgeUsages {
  const byEdge = new Map(uses.map((use) => [keyOf(use), use]));
  const found: Edge[] = [];
  let total = 0;
  for (const { name } of policy.registry.all()) {
    if (caller !== undefined && name !== caller) continue;
    const ofCaller = policy
      .edgesOf(name)
      .filter((edge) => isWanted(edge, byEdge.get(keyOf(edge)), filter));
    total += ofCaller.length;
    if (found.length > limit) continue;
    const sorted = ofCaller.toSorted((a, b) => (a.target < b.target ? -1 : 1));
    found.push(...sorted.filter((edge) => keyOf(edge) > after));
  }
  const edges = found.slice(0, limit).map((edge) => {
    const use = byEdge.get(keyOf(edge));
    return { ...edge, lastAt: use?.lastAt, count: use?.count ?? 0 };
  });
  return { total, edges, hasMore: found.length > limit };
}

function isWanted(
  { target, until }: Edge,
  use: EdgeUse | undefined,
  { target: wanted, unusedSince, endingBefore }: Omit<EdgeFilter, 'caller'>,
): boolean {
  return (
    (wanted === undefined || target === wanted) &&
    (unusedSince === undefined || use?.lastAt === undefined || use.lastAt < unusedSince) &&
    (endingBefore === undefined || (until !== undefined && until < endingBefore))
  );
}

/** Sorts by caller, then by target: no name has a space. */
export function keyOf({ caller, target }: Pick<Edge, 'caller' | 'target'>): string {
  return `${caller} ${target}`;
}
