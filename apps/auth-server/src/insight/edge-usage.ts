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

/** Every edge of a policy that a filter lets through, with its use, by caller and target. */
export function edgeUsages(
  policy: PolicySnapshot,
  uses: readonly EdgeUse[],
  { caller, target, unusedSince, endingBefore }: EdgeFilter,
): readonly EdgeUsage[] {
  const byEdge = new Map(uses.map((use) => [keyOf(use), use]));
  return policy.registry
    .all()
    .filter(({ name }) => caller === undefined || name === caller)
    .flatMap(({ name }) => policy.edgesOf(name))
    .map((edge) => {
      const use = byEdge.get(keyOf(edge));
      return { ...edge, lastAt: use?.lastAt, count: use?.count ?? 0 };
    })
    .filter(
      (edge) =>
        (target === undefined || edge.target === target) &&
        (unusedSince === undefined || edge.lastAt === undefined || edge.lastAt < unusedSince) &&
        (endingBefore === undefined || (edge.until !== undefined && edge.until < endingBefore)),
    )
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Sorts by caller, then by target: no name has a space. */
export function keyOf({ caller, target }: Pick<Edge, 'caller' | 'target'>): string {
  return `${caller} ${target}`;
}
