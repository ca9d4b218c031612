import type { Edge } from './edge.js';
import type { PolicySnapshot } from './policy-snapshot.js';

/** What a caller asks for. */
export interface DecisionQuestion {
  readonly caller: string;
  readonly target: string;
  /** Scopes asked for; none asks for all that the edge has (RFC 6749 §3.3). */
  readonly scopes: readonly string[];
}

/** Why the policy says no. */
export type PolicyRefusal =
  | 'caller_unknown'
  | 'caller_disabled'
  | 'target_unknown'
  | 'target_disabled'
  | 'no_edge'
  | 'scope_missing';

/** What the policy says. */
export type Decision =
  | {
      readonly allowed: true;
      readonly edge: Edge;
      /** Granted scopes, in the order of the edge and each once. */
      readonly scopes: readonly string[];
    }
  | { readonly allowed: false; readonly reason: PolicyRefusal };

/**
 * Whether a caller may call a target. Denies by default: only an edge between two enabled
 * microservices that has every scope asked for allows. A few map look-ups, whatever the size.
 */
export function decide(snapshot: PolicySnapshot, question: DecisionQuestion): Decision {
  const caller = snapshot.registry.find(question.caller);
  if (caller === undefined) return refused('caller_unknown');
  if (!caller.isEnabled) return refused('caller_disabled');
  const target = snapshot.registry.find(question.target);
  if (target === undefined) return refused('target_unknown');
  if (!target.isEnabled) return refused('target_disabled');
  const edge = snapshot.findEdge(question.caller, question.target);
  if (edge === undefined) return refused('no_edge');
  return grant(edge, question.scopes);
}

function grant(edge: Edge, asked: readonly string[]): Decision {
  if (asked.length === 0) return { allowed: true, edge, scopes: edge.scopes };
  const missing = asked.some((scope) => !edge.scopes.includes(scope));
  if (missing) return refused('scope_missing');
  return { allowed: true, edge, scopes: edge.scopes.filter((scope) => asked.includes(scope)) };
}

function refused(reason: PolicyRefusal): Decision {
  return { allowed: false, reason };
}
