import { snapshotOfDocument } from '../../apps/auth-server/src/insight/snapshot-of-document.js';
import { parsePolicyDocument } from '../../apps/auth-server/src/policy/parse-policy-document.js';
import { PolicySnapshot } from '../../apps/auth-server/src/policy/policy-snapshot.js';
import { RegistrySnapshot } from '../../apps/auth-server/src/registry/registry-snapshot.js';

const NOTHING = new PolicySnapshot(1, new RegistrySnapshot([]), []);

/** The policy that a document in YAML stands for; throws what is wrong with it. */
export function policyOfText(text: string, before = NOTHING): PolicySnapshot {
  const parsed = parsePolicyDocument(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return snapshotOfDocument(parsed.document, before);
}
