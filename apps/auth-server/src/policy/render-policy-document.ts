import { Document, isCollection, visit } from 'yaml';
import type { Edge, EdgeTerms } from './edge.js';
import { formatDurationSec } from './edge-duration.js';
import { formatEnd } from './edge-end.js';
import type { TrustRule } from './trust-rule.js';
import type { DocumentMicroservice, PolicyDocument } from './policy-document.js';

/** A policy as an object, with the very members that a document may have. */
export interface PolicyBody {
  readonly microservices: Readonly<Record<string, MicroserviceBody>>;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly allow: Readonly<Record<string, readonly TargetBody[]>>;
  readonly trust?: readonly TrustBody[];
}

/** One microservice as a document has it. */
export interface MicroserviceBody {
  readonly url: string;
  readonly enabled?: false;
  readonly mode?: 'observe';
  readonly owner?: string;
}

/** How this server writes YAML. */
export const YAML_LAYOUT = { lineWidth: 100, flowCollectionPadding: true } as const;

interface TrustBody {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly microservice: string;
  readonly jwks_uri?: string;
  readonly max_age_sec: number;
}

/** One entry of `allow` as a document has it; a bare name when there is nothing else to say. */
export type TargetBody = string | ({ readonly target: string } & TermsBody);

interface TermsBody {
  readonly scopes?: readonly string[];
  readonly ttl?: string;
  readonly until?: string;
  readonly mode?: 'observe';
  readonly reason?: string;
  readonly owner?: string;
  readonly 'sender-constrained'?: 'dpop';
}

/** The policy as an object for JSON, ordered by name. */
export function policyBody(document: PolicyDocument): PolicyBody {
  const { microservices, allow, groups = [], trust = [] } = document;
  const targets = new Map<string, TargetBody[]>();
  for (const edge of allow.toSorted(byCallerAndTarget)) {
    const ofCaller = targets.get(edge.caller);
    if (ofCaller === undefined) targets.set(edge.caller, [targetBody(edge)]);
    else ofCaller.push(targetBody(edge));
  }
  return {
    microservices: Object.fromEntries(
      microservices.toSorted(byName).map((one) => [one.name, microserviceBody(one)]),
    ),
    ...(groups.length > 0 && {
      groups: Object.fromEntries(
        groups.toSorted(byName).map(({ name, members }) => [name, members.toSorted(compare)]),
      ),
    }),
    allow: Object.fromEntries(targets),
    ...(trust.length > 0 && { trust: trust.toSorted(byIssuerAndSubject).map(trustBody) }),
  };
}

/** The policy as YAML, ordered by name, one line per microservice and per caller where it fits. */
export function policyYaml(document: PolicyDocument): string {
  const yaml = new Document(policyBody(document));
  visit(yaml, {
    Collection: (_, node, path) => {
      if (path.length > 3 && isCollection(node)) node.flow = true;
    },
  });
  return yaml.toString(YAML_LAYOUT);
}

/** One microservice as an object for JSON, without what goes without saying. */
function microserviceBody(microservice: DocumentMicroservice): MicroserviceBody {
  const { url, isEnabled, mode, owner } = microservice;
  return {
    url,
    ...(isEnabled === false && { enabled: false }),
    ...(mode === 'observe' && { mode }),
    ...(owner !== undefined && { owner }),
  };
}

/** One edge as an object for JSON, without its caller and what goes without saying. */
export function targetBody({ target, ...terms }: Edge): TargetBody {
  const body = termsBody(terms);
  return Object.keys(body).length === 0 ? target : { target, ...body };
}

function termsBody(terms: EdgeTerms): TermsBody {
  const { scopes, ttlSec, until, mode, reason, owner, senderConstrained } = terms;
  return {
    ...(scopes.length > 0 && { scopes }),
    ...(ttlSec !== undefined && { ttl: formatDurationSec(ttlSec) }),
    ...(until !== undefined && { until: formatEnd(until) }),
    ...(mode === 'observe' && { mode }),
    ...(reason !== undefined && { reason }),
    ...(owner !== undefined && { owner }),
    ...(senderConstrained !== undefined && { 'sender-constrained': senderConstrained }),
  };
}

function trustBody({ issuer, audience, subject, microservice, jwksUri, maxAgeSec }: TrustRule) {
  const keys = jwksUri === undefined ? {} : { jwks_uri: jwksUri };
  return { issuer, audience, subject, microservice, ...keys, max_age_sec: maxAgeSec };
}

function byIssuerAndSubject(a: TrustRule, b: TrustRule): number {
  return (
    compare(a.issuer, b.issuer) || compare(a.subject, b.subject) || compare(a.audience, b.audience)
  );
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compare(a.name, b.name);
}

function byCallerAndTarget(a: Edge, b: Edge): number {
  return compare(a.caller, b.caller) || compare(a.target, b.target);
}

/** Code point order: the same on every machine and in every database. */
function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
