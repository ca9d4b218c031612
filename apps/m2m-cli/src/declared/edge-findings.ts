import type { GraphEdge } from '../policy/call-graph.js';
import type { Finding, Severity } from './finding.js';
import { letsIn, protectedRoutes, type NamedManifest } from './named-manifest.js';
import { missingScopes, type PolicyView } from './policy-view.js';

/** Edges, and scopes of edges, with which nothing can be done at their target. */
export function uselessEdges(target: NamedManifest, policy: PolicyView): readonly Finding[] {
  if (target.routes === undefined) return [];
  return policy.edges
    .filter((edge) => edge.target === target.name)
    .flatMap((edge) => uselessEdge(edge, target));
}

/** Edges of a caller whose whole source was read and calls by none of them. */
export function uncalledEdges(
  { name, calls }: NamedManifest,
  policy: PolicyView,
): readonly Finding[] {
  if (calls === undefined || calls.some(({ target }) => target === undefined)) return [];
  const called = new Set(calls.map(({ target }) => target));
  return policy.edges
    .filter((edge) => edge.caller === name && !called.has(edge.target))
    .map((edge) => ({
      ...finding(edge, 'edge-without-call'),
      what: `The source of ${name} has no call to ${edge.target}.`,
      repair: 'Remove the edge, unless something else than this source calls in its name.',
    }));
}

function uselessEdge(edge: GraphEdge, target: NamedManifest): readonly Finding[] {
  const { caller } = edge;
  const open = protectedRoutes(target).filter((route) => letsIn(route, caller));
  if (open.length === 0) {
    return [
      {
        ...finding(edge, 'edge-without-route'),
        what: `No route of ${target.name} lets ${caller} in.`,
        repair: `Remove the edge, or name ${caller} in @M2MProtected of the route that it is for.`,
      },
    ];
  }
  if (!open.some(({ scopes }) => missingScopes(edge, scopes).length === 0)) {
    return [
      {
        ...finding(edge, 'edge-without-scope'),
        what: `Every route of ${target.name} that lets ${caller} in demands a scope that the edge does not give.`,
        repair: `Add what it needs to the scopes of the edge: ${demanded(open).join(', ')}.`,
      },
    ];
  }
  return open.some(({ hasPredicate }) => hasPredicate) ? [] : uselessScopes(edge, demanded(open));
}

function uselessScopes(edge: GraphEdge, needed: readonly string[]): readonly Finding[] {
  const useless = edge.scopes.filter((scope) => !needed.includes(scope));
  if (useless.length === 0) return [];
  return [
    {
      ...finding(edge, 'scope-without-route'),
      what: `No route of ${edge.target} that lets ${edge.caller} in demands ${useless.join(', ')}.`,
      repair: 'Remove the scope from the edge, or demand it where it is meant.',
    },
  ];
}

function demanded(routes: readonly { readonly scopes: readonly string[] }[]): readonly string[] {
  return [...new Set(routes.flatMap(({ scopes }) => scopes))].toSorted();
}

/** A group or wildcard stands for more than each pair needs: that is what it is for. */
function finding({ caller, target, via }: GraphEdge, id: string) {
  const severity: Severity = via === undefined ? 'warning' : 'info';
  const origin = via === undefined ? '' : ` (from ${via})`;
  return { id, severity, microservice: caller, where: `${caller} -> ${target}${origin}` };
}
