import { diffPolicies } from './diff-policies.js';
import { parsePolicyDocument } from './parse-policy-document.js';
import type { PolicyDocument } from './policy-document.js';
import { PolicyRefused } from './policy.errors.js';
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
function isSamePolicy(one: PolicyBody, other: PolicyBody): boolean {
  return diffPolicies(one, other).length === 0;
}

/** The document that a version stands for, with every flag written out. Throws PolicyRefused. */
export function documentOf(content: PolicyBody): PolicyDocument {
  const nothing = { microservices: [], allow: [] };
  return settled(keptDocument(JSON.stringify(content)), nothing);
}

/** A document that this server kept. Throws PolicyRefused when it is no policy, as after a change by hand. */
export function keptDocument(text: string): PolicyDocument {
  const parsed = parsePolicyDocument(text, { isKept: true });
  if (!parsed.ok) throw new PolicyRefused(parsed.problems);
  return parsed.document;
}
