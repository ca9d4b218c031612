import { isScalar } from 'yaml';
import type { DocumentProblems, Place } from './document-problems.js';
import { itemsOf, membersOf, quote, textOf, type Entry } from './document-tree.js';
import { DOCUMENT_LIMITS } from './policy-document.js';
import { checkKnown } from './known-names.js';
import { isSubjectPattern } from './subject-pattern.js';
import { TRUST_MAX_AGE_SEC, type TrustRule } from './trust-rule.js';

const MEMBERS = ['issuer', 'audience', 'subject', 'microservice', 'jwks_uri', 'max_age_sec'];
const PRINTABLE = /^[\x21-\x7e]{1,512}$/;
const SPIFFE_DOMAIN = /^spiffe:\/\/[a-z0-9._-]{1,255}$/;

type Members = ReadonlyMap<string, Entry>;

/** Reads `trust:`, as far as it can be read; microservices must be in `known`. */
export function readTrust(
  place: Place,
  known: ReadonlySet<string>,
  problems: DocumentProblems,
): readonly TrustRule[] {
  const items = itemsOf(place, problems) ?? [];
  if (items.length > DOCUMENT_LIMITS.trustRules) {
    problems.at(place, `There are at most ${DOCUMENT_LIMITS.trustRules} trust rules.`);
  }
  const rules = items.flatMap((item) => {
    const rule = readRule(item, problems);
    if (rule !== undefined) checkKnown(item, rule.microservice, known, problems);
    return rule === undefined ? [] : [{ item, rule }];
  });
  const seen = new Map<string, string>();
  const addresses = new Map<string, string | undefined>();
  for (const { item, rule } of rules) {
    const key = `${rule.issuer} ${rule.audience} ${rule.subject}`;
    if (seen.has(key)) {
      problems.at(item, 'A rule of this issuer, audience and subject is there already: keep one.');
    }
    seen.set(key, rule.microservice);
    if (addresses.has(rule.issuer) && addresses.get(rule.issuer) !== rule.jwksUri) {
      problems.at(item, `All rules of ${quote(rule.issuer)} must have the same jwks_uri, or none.`);
    }
    addresses.set(rule.issuer, rule.jwksUri);
  }
  return rules.map(({ rule }) => rule);
}

function readRule(item: Place, problems: DocumentProblems): TrustRule | undefined {
  const members = membersOf(item, MEMBERS, problems);
  if (members === undefined) return undefined;
  const place = (name: string): Place => members.get(name)?.value ?? item;
  const issuer = required(members, 'issuer');
  const audience = required(members, 'audience');
  const subject = required(members, 'subject');
  const jwksUri = required(members, 'jwks_uri');
  if (issuer === undefined || !isIssuer(issuer)) {
    problems.at(
      place('issuer'),
      'A rule needs "issuer": the https:// URL in the tokens\' "iss", or spiffe://<trust domain>.',
    );
  }
  if (audience === undefined || !PRINTABLE.test(audience)) {
    problems.at(
      place('audience'),
      'A rule needs "audience": the "aud" that the platform is asked for.',
    );
  }
  if (!isSubjectPattern(subject)) {
    problems.at(
      place('subject'),
      'A rule needs "subject": the tokens\' "sub", with at most one * in each segment between : and /.',
    );
  }
  if (members.has('jwks_uri') ? !isHttpUrl(jwksUri) : issuer?.startsWith('spiffe:') === true) {
    problems.at(
      place('jwks_uri'),
      '"jwks_uri" must be an http:// or https:// URL of the issuer\'s keys.',
    );
  }
  const microservice = required(members, 'microservice') ?? '';
  const maxAgeSec = readMaxAge(members, problems);
  return {
    issuer: issuer ?? '',
    audience: audience ?? '',
    subject: subject ?? '',
    jwksUri,
    microservice,
    maxAgeSec,
  };
}

function required(members: Members, name: string): string | undefined {
  return textOf(members.get(name)?.value.node);
}

function readMaxAge(members: Members, problems: DocumentProblems): number {
  const entry = members.get('max_age_sec');
  if (entry === undefined) return TRUST_MAX_AGE_SEC.default;
  const { node } = entry.value;
  const value: unknown = isScalar(node) ? node.value : undefined;
  const { least, most } = TRUST_MAX_AGE_SEC;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  problems.at(entry.value, `"max_age_sec" must be a whole number from ${least} to ${most}.`);
  return TRUST_MAX_AGE_SEC.default;
}

function isIssuer(text: string): boolean {
  return isHttpUrl(text) || SPIFFE_DOMAIN.test(text);
}

function isHttpUrl(text: string | undefined): boolean {
  if (text === undefined || !PRINTABLE.test(text) || !/^https?:\/\//.test(text)) return false;
  return URL.canParse(text) && !/[?#@\\]/.test(text);
}
