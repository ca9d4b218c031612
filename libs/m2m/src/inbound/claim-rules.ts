import { readActorChain } from '../shared/actor-chain.js';
import { ACCESS_TOKEN_USE } from '../shared/claims.js';
import { readKeyThumbprint } from '../shared/confirmation.js';
import { isMicroserviceName } from '../shared/microservice-name.js';
import { TokenRejected, type TokenRejectionCode } from '../shared/token-rejected.error.js';

/**
 * The kinds of token that this project knows. They exclude each other: by `token_use`, by the
 * signing key and by audience (RFC 8725 §3.12).
 */
export type TokenKind = 'access-token' | 'bootstrap-token';

/** What the claims of a token are measured against. */
export interface ClaimExpectations {
  readonly kind: TokenKind;
  /** This microservice's own name, the only audience that is accepted. */
  readonly audience: string;
  readonly issuer: string;
  readonly clockToleranceSec: number;
  readonly maxTokenLifetimeSec: number;
}

interface Subject {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly keyId: string;
  readonly nowSec: number;
  readonly expected: ClaimExpectations;
}

interface ClaimRule {
  /** The claim, or `kid` for the one rule about the header. */
  readonly claim: string;
  /** The kinds of token the rule is for; both when absent. */
  readonly only?: TokenKind;
  readonly holds: (subject: Subject) => boolean;
  readonly code: TokenRejectionCode;
  readonly message: (expected: ClaimExpectations) => string;
}

/** How the core names its static keys; its dynamic keys are named differently. */
const STATIC_KEY_PREFIX = 's-';

/** RFC 6749 §3.3: scope tokens of printable characters joined by single spaces. */
const SCOPE = /^(?:[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*)?$/;

const isTime = (value: unknown): value is number => Number.isSafeInteger(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/**
 * The claim gate (RFC 8725, RFC 9068 §4), in the order in which it is applied. Each row alone is
 * enough to refuse a token.
 *
 * `aud` must be one string: a token names one target, and a list, even of one, is refused.
 */
export const CLAIM_RULES: readonly ClaimRule[] = [
  {
    claim: 'iss',
    holds: ({ claims, expected }) => claims['iss'] === expected.issuer,
    code: 'M2M_ISSUER_MISMATCH',
    message: ({ issuer }) => `The token must be issued by "${issuer}".`,
  },
  {
    claim: 'aud',
    holds: ({ claims, expected }) => claims['aud'] === expected.audience,
    code: 'M2M_AUDIENCE_MISMATCH',
    message: ({ audience }) => `The token is not meant for "${audience}": ask for one that is.`,
  },
  {
    claim: 'kid',
    holds: ({ keyId, expected }) =>
      keyId.startsWith(STATIC_KEY_PREFIX) === (expected.kind === 'bootstrap-token'),
    code: 'M2M_TOKEN_KIND_MISMATCH',
    message: ({ kind }) => `Only a token of the kind ${kind} is accepted here.`,
  },
  {
    claim: 'token_use',
    holds: ({ claims, expected }) =>
      expected.kind === 'access-token'
        ? claims['token_use'] === ACCESS_TOKEN_USE
        : claims['token_use'] === undefined || claims['token_use'] === 'bootstrap',
    code: 'M2M_TOKEN_KIND_MISMATCH',
    message: ({ kind }) => `Only a token of the kind ${kind} is accepted here.`,
  },
  {
    claim: 'sub',
    holds: ({ claims }) => isMicroserviceName(claims['sub']),
    code: 'M2M_CLAIM_INVALID',
    message: () => 'The token\'s "sub" must be the name of a microservice.',
  },
  {
    claim: 'client_id',
    only: 'access-token',
    holds: ({ claims }) => claims['client_id'] === claims['sub'],
    code: 'M2M_CLAIM_INVALID',
    message: () => 'The token\'s "client_id" must equal its "sub".',
  },
  {
    claim: 'jti',
    holds: ({ claims, expected }) =>
      isText(claims['jti']) || (expected.kind === 'bootstrap-token' && claims['jti'] === undefined),
    code: 'M2M_CLAIM_INVALID',
    message: () => 'The token\'s "jti" must be a text that is not empty.',
  },
  {
    claim: 'scope',
    holds: ({ claims: { scope } }) =>
      scope === undefined || (typeof scope === 'string' && SCOPE.test(scope)),
    code: 'M2M_CLAIM_INVALID',
    message: () => 'The token\'s "scope" must be names joined by single spaces.',
  },
  {
    claim: 'act',
    holds: ({ claims }) => readActorChain(claims['act']) !== undefined,
    code: 'M2M_CLAIM_INVALID',
    message: () => 'The token\'s "act" must nest the names of at most 10 microservices.',
  },
  {
    claim: 'cnf',
    holds: ({ claims: { cnf }, expected }) =>
      cnf === undefined ||
      (expected.kind === 'access-token' && readKeyThumbprint(cnf) !== undefined),
    code: 'M2M_CLAIM_INVALID',
    message: () => 'The token\'s "cnf" must be one "jkt", and only an access token may have it.',
  },
  {
    claim: 'exp',
    holds: ({ claims }) => isTime(claims['exp']),
    code: 'M2M_CLAIM_INVALID',
    message: () => 'The token must carry "exp", a whole number of seconds.',
  },
  {
    claim: 'exp',
    holds: ({ claims, nowSec, expected }) =>
      nowSec < Number(claims['exp']) + expected.clockToleranceSec,
    code: 'M2M_TOKEN_EXPIRED',
    message: () => 'The token has expired: ask the auth-server for a new one.',
  },
  {
    claim: 'iat',
    holds: ({ claims }) => isTime(claims['iat']),
    code: 'M2M_CLAIM_INVALID',
    message: () => 'The token must carry "iat", a whole number of seconds.',
  },
  {
    claim: 'iat',
    holds: ({ claims, nowSec, expected }) =>
      Number(claims['iat']) <= nowSec + expected.clockToleranceSec,
    code: 'M2M_TOKEN_NOT_YET_VALID',
    message: () => 'The token was issued in the future: compare the clocks of both machines.',
  },
  {
    claim: 'nbf',
    holds: ({ claims }) => claims['nbf'] === undefined || isTime(claims['nbf']),
    code: 'M2M_CLAIM_INVALID',
    message: () => 'The token\'s "nbf" must be a whole number of seconds.',
  },
  {
    claim: 'nbf',
    holds: ({ claims, nowSec, expected }) =>
      claims['nbf'] === undefined || Number(claims['nbf']) <= nowSec + expected.clockToleranceSec,
    code: 'M2M_TOKEN_NOT_YET_VALID',
    message: () => 'The token is not valid yet: compare the clocks of both machines.',
  },
  {
    claim: 'exp',
    holds: ({ claims, expected }) =>
      Number(claims['exp']) - Number(claims['iat']) <= expected.maxTokenLifetimeSec,
    code: 'M2M_TOKEN_LIFETIME_EXCEEDED',
    message: ({ maxTokenLifetimeSec }) =>
      `The token lives longer than the ${maxTokenLifetimeSec} s that are accepted here.`,
  },
];

/**
 * Judges the claims of a token whose signature holds.
 *
 * @throws TokenRejected of the first row of {@link CLAIM_RULES} that does not hold.
 */
export function judgeClaims(
  claims: Readonly<Record<string, unknown>>,
  keyId: string,
  nowMs: number,
  expected: ClaimExpectations,
): void {
  const subject: Subject = { claims, keyId, nowSec: nowMs / 1000, expected };
  for (const rule of CLAIM_RULES) {
    if (rule.only !== undefined && rule.only !== expected.kind) continue;
    if (!rule.holds(subject)) throw new TokenRejected(rule.code, rule.message(expected));
  }
}
