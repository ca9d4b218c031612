import type { DecisionQuestion } from './decide.js';
import type { Edge } from './edge.js';
import { formatEnd } from './edge-end.js';
import { nearestName } from './nearest-name.js';
import type { PolicySnapshot } from './policy-snapshot.js';

/** The refusals that are about an edge. */
export type EdgeRefusal =
  | 'no_edge'
  | 'target_unknown'
  | 'target_disabled'
  | 'edge_expired'
  | 'edge_revoked'
  | 'scope_missing';

/**
 * What a caller may be told about a denial, in one sentence or two. It speaks of the caller's own
 * edges only: from a target that it may not call it learns nothing, not even that it exists.
 */
export function denialHint(
  snapshot: PolicySnapshot,
  { caller, target }: Pick<DecisionQuestion, 'caller' | 'target'>,
  reason: EdgeRefusal,
): string {
  if (reason === 'no_edge' || reason === 'target_unknown' || reason === 'target_disabled') {
    const others = snapshot.edgesOf(caller).map((edge) => edge.target);
    const near = nearestName(
      target,
      others.filter((name) => name !== target),
    );
    return near === undefined
      ? 'Ask whoever keeps the policy for the edge, and name the decision.'
      : `The policy lets ${caller} call ${near}: is that the one?`;
  }
  const edge = snapshot.findEdge(caller, target);
  return `${aboutEdge(reason, edge)} ${askFor(snapshot, target, edge)}`;
}

function aboutEdge(reason: EdgeRefusal, edge: Edge | undefined): string {
  if (reason === 'edge_revoked') return 'Access over this edge is revoked.';
  if (reason === 'edge_expired') {
    return edge?.until === undefined
      ? 'The edge has ended.'
      : `The edge ended on ${formatEnd(edge.until)}.`;
  }
  const scopes = edge?.scopes ?? [];
  return scopes.length === 0
    ? 'The edge has no scopes: ask for none.'
    : `The edge has these scopes: ${scopes.join(' ')}.`;
}

function askFor(snapshot: PolicySnapshot, target: string, edge: Edge | undefined): string {
  const owner = edge?.owner ?? snapshot.registry.find(target)?.owner;
  return `Ask ${owner ?? 'whoever keeps the policy'}.`;
}
