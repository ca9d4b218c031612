import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import type { PolicyDocument } from './policy-document.js';
import { PolicySnapshot } from './policy-snapshot.js';
import { isWide } from './policy-subject.js';

/**
 * What a document would decide, without a database: every microservice is enabled that it does not
 * disable, and none has credentials.
 */
export function snapshotOfDocument(version: number, document: PolicyDocument): PolicySnapshot {
  const { microservices, allow, groups = [], trust = [] } = document;
  const registry = new RegistrySnapshot(
    microservices.map(({ name, url, isEnabled = true, mode = 'enforce', owner }) => {
      return { id: name, name, url, isEnabled, notBefore: undefined, mode, owner };
    }),
  );
  const plain = allow.filter((edge) => !isWide(edge));
  return new PolicySnapshot(version, registry, plain, {
    groups,
    trust,
    wide: allow.filter(isWide),
  });
}
