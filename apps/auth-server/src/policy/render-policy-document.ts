import { Document, isCollection, visit } from 'yaml';
import type { Edge } from './edge.js';
import type { TrustRule } from './trust-rule.js';
import type { PolicyDocument } from './policy-document.js';

/** A policy as an object, with the very members that a document may have. */
export interface PolicyBody {
  readonly microservices: Readonly<Record<string, { url: string; enabled?: false }>>;
  readonly allow: Readonly<Record<string, readonly TargetBody[]>>;
  readonly trust?: readonly TrustBody[];
}

interface TrustBody {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly microservice: string;
  readonly jwks_uri?: string;
  readonly max_age_sec: number;
}

type TargetBody = string | { readonly target: string; readonly scopes: readonly string[] };

/** The policy as an object for JSON, ordered by name. */
export function policyBody({ microservices, allow, trust = [] }: PolicyDocument): PolicyBody {
  const targets = new Map<string, TargetBody[]>();
  for (const edge of allow.toSorted(byCallerAndTarget)) {
    const ofCaller = targets.get(edge.caller) ?? [];
    targets.set(edge.caller, [...ofCaller, targetBody(edge)]);
  }
  return {
    microservices: Object.fromEntries(
      microservices
        .toSorted((a, b) => compare(a.name, b.name))
        .map(({ name, url, isEnabled }) => [
          name,
          isEnabled === false ? { url, enabled: false } : { url },
        ]),
    ),
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
  return yaml.toString({ lineWidth: 100, flowCollectionPadding: true });
}

function targetBody({ target, scopes }: Edge): TargetBody {
  return scopes.length === 0 ? target : { target, scopes };
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

function byCallerAndTarget(a: Edge, b: Edge): number {
  return compare(a.caller, b.caller) || compare(a.target, b.target);
}

/** Code point order: the same on every machine and in every database. */
function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
