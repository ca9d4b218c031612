import { parsePolicyDocument } from '../../apps/auth-server/src/policy/parse-policy-document.js';
import type { PolicyDocument } from '../../apps/auth-server/src/policy/policy-document.js';
import type { PolicySnapshot } from '../../apps/auth-server/src/policy/policy-snapshot.js';
import { snapshotOfDocument } from '../../apps/auth-server/src/policy/snapshot-of-document.js';

/** The document that a text in YAML is; throws what is wrong with it. */
export function documentOfText(text: string): PolicyDocument {
  const parsed = parsePolicyDocument(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document;
}

/** The policy that a document in YAML stands for; throws what is wrong with it. */
export function policyOfText(text: string): PolicySnapshot {
  return snapshotOfDocument(1, documentOfText(text));
}
