import { diffPolicies } from './diff-policies.js';
import { parsePolicyDocument } from './parse-policy-document.js';
import type { PolicyDocument } from './policy-document.js';
import { policyBody, policyYaml, type PolicyBody } from './render-policy-document.js';

/** A document that says all that it stands for, flags included that it could leave as they are. */
export function settled(document: PolicyDocument, before: PolicyDocument): PolicyDocument {
  const known = new Map(before.microservices.map((one) => [one.name, one.isEnabled]));
  const microservices = document.microservices.map((one) => ({
    ...one,
    isEnabled: one.isEnabled ?? known.get(one.name) ?? true,
  }));
  return { ...document, microservices };
}

/**
 * The words for what the tables say: those of its author, comments included, as long as they are
 * YAML and still true; else those of this server.
 */
export function sourceFor(document: PolicyDocument, written: string | undefined): string {
  if (written === undefined || /^\s*\{/.test(written)) return policyYaml(document);
  const parsed = parsePolicyDocument(written);
  const isTrue = parsed.ok && isSamePolicy(policyBody(parsed.document), policyBody(document));
  return isTrue ? written : policyYaml(document);
}

/** Whether two policies allow the same, in whatever words. */
export function isSamePolicy(one: PolicyBody, other: PolicyBody): boolean {
  return diffPolicies(one, other).length === 0;
}

/** The document that a version stands for, with every flag written out. */
export function documentOf(content: PolicyBody): PolicyDocument {
  const parsed = parsePolicyDocument(JSON.stringify(content));
  const nothing = { microservices: [], allow: [] };
  return settled(parsed.ok ? parsed.document : nothing, nothing);
}
