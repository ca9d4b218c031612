import type { ManifestCall } from '@app/m2m';
import type { Finding } from './finding.js';
import type { NamedManifest } from './named-manifest.js';
import { missingScopes, type PolicyView } from './policy-view.js';

/** Calls and targets in the code of a microservice that the policy does not allow. */
export function callFindings(
  { name, calls = [], targets = [] }: NamedManifest,
  policy: PolicyView,
): readonly Finding[] {
  return [
    ...calls.flatMap((call) => callFinding(name, call, policy)),
    ...targets.flatMap((target) => targetFinding(name, target, policy)),
  ];
}

function callFinding(
  name: string,
  { target, scopes, at: where }: ManifestCall,
  policy: PolicyView,
): readonly Finding[] {
  const at = { microservice: name, where };
  if (target === undefined) {
    return [
      {
        ...at,
        id: 'call-not-literal',
        severity: 'info',
        what: 'Whom it calls is known at run time only, so it is not compared.',
        repair: 'Where the target is fixed, write its name at the call.',
      },
    ];
  }
  if (!policy.names.includes(target)) return [unknownTarget(at, target, policy)];
  const edge = policy.edge(name, target);
  if (edge === undefined) {
    return [
      {
        ...at,
        id: 'call-without-edge',
        severity: policy.switchedOff(name, target) === undefined ? 'error' : 'warning',
        what: `It calls ${target}. ${policy.whyNoEdge(name, target)}`,
        repair: `${policy.repairOf(name, target)}, or remove the call.`,
      },
    ];
  }
  const missing = missingScopes(edge, scopes);
  if (missing.length === 0) return [];
  return [
    {
      ...at,
      id: 'call-without-scope',
      severity: 'error',
      what: `It asks for ${missing.join(', ')} at ${target}, which the edge does not give.`,
      repair: `Add ${missing.join(', ')} to the scopes of ${name} -> ${target}, or ask for less.`,
    },
  ];
}

function targetFinding(name: string, target: string, policy: PolicyView): readonly Finding[] {
  const at = { microservice: name, where: `targets.${target}` };
  if (!policy.names.includes(target)) return [unknownTarget(at, target, policy)];
  if (policy.edge(name, target) !== undefined) return [];
  return [
    {
      ...at,
      id: 'target-without-edge',
      severity: 'info',
      what: `It has an address of ${target} and may not call it. ${policy.whyNoEdge(name, target)}`,
      repair: `${policy.repairOf(name, target)}, or remove ${target} from the option "targets".`,
    },
  ];
}

function unknownTarget(
  at: Pick<Finding, 'microservice' | 'where'>,
  target: string,
  policy: PolicyView,
): Finding {
  return {
    ...at,
    id: 'target-unknown',
    severity: 'error',
    what: `The policy has no microservice "${target}".${policy.meant(target)}`,
    repair: 'Correct the name, or add the microservice to the policy.',
  };
}
