import type { PolicyDocument } from '../policy/policy-document.js';
import { PolicySnapshot } from '../policy/policy-snapshot.js';
import { isWide } from '../policy/policy-subject.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';

/** What would be in force, were the document the policy; `before` says what it leaves as it is. */
export function snapshotOfDocument(
  document: PolicyDocument,
  before: PolicySnapshot,
): PolicySnapshot {
  const microservices = document.microservices.map(({ name, url, isEnabled, mode, owner }) => {
    const known = before.registry.find(name);
    return {
      id: known?.id ?? name,
      name,
      url,
      isEnabled: isEnabled ?? known?.isEnabled ?? true,
      notBefore: known?.notBefore,
      mode: mode ?? ('enforce' as const),
      owner,
    };
  });
  const wide = document.allow.filter(isWide);
  const edges = document.allow.filter((edge) => !isWide(edge));
  const { groups = [], trust = [] } = document;
  const registry = new RegistrySnapshot(microservices);
  return new PolicySnapshot(before.version, registry, edges, { groups, trust, wide });
}
