import type { CallSeen } from '../audit/call-history.service.js';
import { decide } from '../policy/decide.js';
import type { Edge } from '../policy/edge.js';
import type { PolicySnapshot } from '../policy/policy-snapshot.js';

/** The least that calls of the past need. */
export interface ProposedEdges {
  /** By caller and target; each enforced. */
  readonly edges: readonly Edge[];
  /** Edges of the policy in force that nobody used, as `caller -> target`. */
  readonly unused: readonly string[];
  /** Calls that the policy in force refuses by now, as `caller -> target`: not proposed again. */
  readonly refused: readonly string[];
}

interface Use {
  /** Whether some calls asked for no scope, and so for all. */
  asksForAll: boolean;
  isExpired: boolean;
  readonly scopes: Set<string>;
}

/**
 * The edges that calls of the past need and no others, in the terms of the policy in force where it
 * has such an edge. What it refuses by now is not proposed: somebody took it away.
 */
export function proposeEdges(
  calls: readonly CallSeen[],
  policy: PolicySnapshot,
  nowMs: number,
): ProposedEdges {
  const uses = new Map<string, Use>();
  const refused = new Set<string>();
  for (const call of calls) {
    const name = nameOf(call);
    const verdict = decide(policy, { ...call, nowMs, isBound: true });
    const edge = policy.findEdge(call.caller, call.target);
    if (!verdict.allowed && edge === undefined) {
      refused.add(name);
      continue;
    }
    const use = uses.get(name) ?? { asksForAll: false, isExpired: false, scopes: new Set() };
    uses.set(name, use);
    if (call.scopes.length === 0) use.asksForAll = true;
    if (verdict.allowed && verdict.observed === 'edge_expired') use.isExpired = true;
    for (const scope of call.scopes) {
      if (verdict.allowed || edge?.scopes.includes(scope) === true) use.scopes.add(scope);
    }
  }
  const edges = [...uses].map(([name, use]) => edgeFor(name, use, policy));
  const inForce = policy.registry.all().flatMap(({ name }) => policy.edgesOf(name).map(nameOf));
  return {
    edges: edges.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    unused: inForce.filter((name) => !uses.has(name)).toSorted(),
    refused: [...refused].toSorted(),
  };
}

function edgeFor(name: string, use: Use, policy: PolicySnapshot): Edge {
  const [caller = '', target = ''] = name.split(' -> ');
  const found = policy.findEdge(caller, target);
  const known = found?.scopes ?? [];
  const more = [...use.scopes].filter((scope) => !known.includes(scope)).toSorted();
  const kept = known.filter((scope) => use.asksForAll || use.scopes.has(scope));
  const scopes = [...kept, ...more];
  if (found === undefined) return { caller, target, scopes, mode: 'enforce' };
  const { via: _via, until, ...terms } = found;
  const end = until === undefined || use.isExpired ? {} : { until };
  return { ...terms, ...end, scopes, mode: 'enforce' };
}

function nameOf({ caller, target }: { readonly caller: string; readonly target: string }): string {
  return `${caller} -> ${target}`;
}
