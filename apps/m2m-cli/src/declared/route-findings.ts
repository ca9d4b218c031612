import type { ManifestRoute } from '@app/m2m';
import type { Finding } from './finding.js';
import { placeOf, protectedRoutes, type NamedManifest } from './named-manifest.js';
import { missingScopes, type PolicyView } from './policy-view.js';

/** Callers and scopes that the routes of a microservice name and the policy does not give. */
export function routeFindings(manifest: NamedManifest, policy: PolicyView): readonly Finding[] {
  return protectedRoutes(manifest).flatMap((route) =>
    route.callers === undefined
      ? unreachable(manifest.name, route, policy)
      : route.callers.flatMap((caller) => callerFindings(manifest.name, route, caller, policy)),
  );
}

function callerFindings(
  name: string,
  route: ManifestRoute,
  caller: string,
  policy: PolicyView,
): readonly Finding[] {
  const at = { microservice: name, where: placeOf(route) };
  if (!policy.names.includes(caller)) {
    return [
      {
        ...at,
        id: 'caller-unknown',
        severity: 'error',
        what: `It lets in "${caller}", and the policy has no such microservice.${policy.meant(caller)}`,
        repair: 'Correct the name in @M2MProtected, or add the microservice to the policy.',
      },
    ];
  }
  const edge = policy.edge(caller, name);
  if (edge === undefined) {
    return [
      {
        ...at,
        id: 'caller-without-edge',
        severity: 'warning',
        what: `It lets in ${caller}. ${policy.whyNoEdge(caller, name)}`,
        repair: `${policy.repairOf(caller, name)}, or remove ${caller} from "callers".`,
      },
    ];
  }
  const missing = missingScopes(edge, route.scopes);
  if (missing.length === 0) return [];
  return [
    {
      ...at,
      id: 'caller-without-scope',
      severity: 'warning',
      what: `It lets in ${caller} with ${missing.join(', ')}, which the edge ${caller} -> ${name} does not give.`,
      repair: `Add ${missing.join(', ')} to the scopes of the edge, or remove ${caller} from "callers".`,
    },
  ];
}

function unreachable(name: string, route: ManifestRoute, policy: PolicyView): readonly Finding[] {
  const edges = policy.edges.filter(({ target }) => target === name);
  if (edges.length === 0 || route.scopes.length === 0 || policy.observesCallers) return [];
  if (edges.some((edge) => missingScopes(edge, route.scopes).length === 0)) return [];
  return [
    {
      id: 'route-without-caller',
      severity: 'error',
      microservice: name,
      where: placeOf(route),
      what: `Nobody can call it: no edge to ${name} gives ${route.scopes.join(' and ')}.`,
      repair:
        'Add the scopes to the edges of those who may call it, or correct them in @M2MProtected.',
    },
  ];
}
