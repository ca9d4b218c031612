import type { Edge } from './edge.js';
import type { PolicySnapshot } from './policy-snapshot.js';

/** What a caller asks for. */
export interface DecisionQuestion {
  readonly caller: string;
  readonly target: string;
  /** Scopes asked for; none asks for all that the edge has (RFC 6749 §3.3). */
  readonly scopes: readonly string[];
  /** The moment that is asked about, in milliseconds since 1970. */
  readonly nowMs: number;
  /** Whether the caller has proven that it holds a key (RFC 9449), which its token is bound to. */
  readonly isBound?: boolean;
}

/** Why the policy says no. */
export type PolicyRefusal =
  | 'caller_unknown'
  | 'caller_disabled'
  | 'target_unknown'
  | 'target_disabled'
  | 'no_edge'
  | 'edge_expired'
  | 'scope_missing'
  | 'proof_missing';

/** What an observed caller or edge is let through in spite of. */
export type ObservedRefusal = Extract<PolicyRefusal, 'no_edge' | 'edge_expired' | 'scope_missing'>;

/** What the policy says. */
export type Decision =
  | {
      readonly allowed: true;
      /** The edge; made up of what was asked for when an observed caller has none. */
      readonly edge: Edge;
      /** Granted scopes, in the order of the edge and each once. */
      readonly scopes: readonly string[];
      /** What would have been the refusal if caller and edge were enforced. */
      readonly observed?: ObservedRefusal;
    }
  | { readonly allowed: false; readonly reason: PolicyRefusal };

/**
 * Whether a caller may call a target. Denies by default: only an edge in force between two enabled
 * microservices that has every scope asked for allows, or being observed. The proof of a key that an
 * edge asks for is never only observed. A few map look-ups, whatever the size.
 */
export function decide(snapshot: PolicySnapshot, question: DecisionQuestion): Decision {
  const decision = judge(snapshot, question);
  if (!decision.allowed || question.isBound === true) return decision;
  return decision.edge.senderConstrained === undefined ? decision : refused('proof_missing');
}

function judge(snapshot: PolicySnapshot, question: DecisionQuestion): Decision {
  const caller = snapshot.registry.find(question.caller);
  if (caller === undefined) return refused('caller_unknown');
  if (!caller.isEnabled) return refused('caller_disabled');
  const target = snapshot.registry.find(question.target);
  if (target === undefined) return refused('target_unknown');
  if (!target.isEnabled) return refused('target_disabled');
  const edge = snapshot.findEdge(question.caller, question.target);
  if (edge === undefined) {
    return caller.mode === 'observe' ? observed(edge, question, 'no_edge') : refused('no_edge');
  }
  const reason = refusalOf(edge, question);
  if (reason === undefined) return grant(edge, question.scopes);
  const isObserved = caller.mode === 'observe' || edge.mode === 'observe';
  return isObserved ? observed(edge, question, reason) : refused(reason);
}

function refusalOf(edge: Edge, { scopes, nowMs }: DecisionQuestion): ObservedRefusal | undefined {
  if (edge.until !== undefined && nowMs >= edge.until.getTime()) return 'edge_expired';
  if (scopes.length === 0) return undefined;
  return scopes.some((scope) => !edge.scopes.includes(scope)) ? 'scope_missing' : undefined;
}

function grant(edge: Edge, asked: readonly string[]): Decision {
  if (asked.length === 0) return { allowed: true, edge, scopes: edge.scopes };
  return { allowed: true, edge, scopes: edge.scopes.filter((scope) => asked.includes(scope)) };
}

function observed(
  found: Edge | undefined,
  { caller, target, scopes: asked }: DecisionQuestion,
  reason: ObservedRefusal,
): Decision {
  const edge = found ?? { caller, target, scopes: [], mode: 'observe' };
  const scopes = asked.length === 0 ? edge.scopes : [...new Set(asked)];
  return { allowed: true, edge, scopes, observed: reason };
}

function refused(reason: PolicyRefusal): Decision {
  return { allowed: false, reason };
}
