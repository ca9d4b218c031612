import type { CallGraph } from '../policy/call-graph.js';
import { callFindings } from './call-findings.js';
import { uncalledEdges, uselessEdges } from './edge-findings.js';
import { byImportance, type Finding } from './finding.js';
import type { NamedManifest } from './named-manifest.js';
import { PolicyView } from './policy-view.js';
import { routeFindings } from './route-findings.js';

/** Where code and policy do not say the same, both ways, the worst first. */
export function compare(
  manifests: readonly NamedManifest[],
  graph: CallGraph,
  nowMs: number,
): readonly Finding[] {
  const policy = new PolicyView(graph, nowMs);
  const findings = manifests.flatMap((manifest) =>
    policy.names.includes(manifest.name)
      ? [
          ...routeFindings(manifest, policy),
          ...callFindings(manifest, policy),
          ...uselessEdges(manifest, policy),
          ...uncalledEdges(manifest, policy),
        ]
      : [unknown(manifest.name, policy)],
  );
  return [...findings, ...unread(manifests, policy)].toSorted(byImportance);
}

function unknown(name: string, policy: PolicyView): Finding {
  return {
    id: 'microservice-unknown',
    severity: 'error',
    microservice: name,
    where: 'manifest',
    what: `The policy has no microservice "${name}".${policy.meant(name)}`,
    repair: 'Add it to the policy, or correct the option "name".',
  };
}

function unread(manifests: readonly NamedManifest[], policy: PolicyView): readonly Finding[] {
  const missing = policy.names.filter((one) => !manifests.some(({ name }) => name === one));
  if (missing.length === 0) return [];
  return [
    {
      id: 'no-manifest',
      severity: 'info',
      microservice: missing.join(', '),
      where: 'policy',
      what: 'No manifest was given, so its code is not compared.',
      repair: 'Write one with m2m manifest, and name it.',
    },
  ];
}
