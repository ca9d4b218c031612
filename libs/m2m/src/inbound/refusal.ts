import {
  bearerChallenge,
  dpopChallenge,
  type BearerChallenge,
  type DpopChallenge,
} from '../shared/challenge.js';
import { ProofMemoryFull, ProofRejected } from '../shared/proof-rejected.error.js';
import {
  CallerNotAllowed,
  CredentialAmbiguous,
  InsufficientScope,
  KeySetUnavailable,
  RevocationsStale,
  TokenMissing,
} from '../shared/request-refused.error.js';
import { TokenRejected, type TokenRejectionCode } from '../shared/token-rejected.error.js';
import { DPOP_ALGORITHMS } from './dpop/proof-algorithms.js';
import type { TokenScheme } from './presented-token.js';

/** Everything for which a guard turns a call away. */
export type RefusalError =
  | TokenMissing
  | TokenRejected
  | ProofRejected
  | ProofMemoryFull
  | CredentialAmbiguous
  | CallerNotAllowed
  | InsufficientScope
  | KeySetUnavailable
  | RevocationsStale;

/** The answer to a call that is turned away (RFC 6750 §3, RFC 9110 §15.6.4). */
export interface Refusal {
  readonly error: RefusalError;
  readonly status: 400 | 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly statusCode: number;
    readonly error: string;
    readonly code: RefusalError['code'];
    readonly message: string;
  };
}

const REASON_PHRASES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  503: 'Service Unavailable',
} as const satisfies Record<Refusal['status'], string>;

/** Refusals that a proof of the key would have helped against, whatever the scheme was. */
const WANT_PROOF: ReadonlySet<TokenRejectionCode> = new Set([
  'M2M_TOKEN_BOUND',
  'M2M_TOKEN_NOT_BOUND',
  'M2M_DPOP_REQUIRED',
  'M2M_DPOP_HTTP_ONLY',
]);

/** Whether something that was thrown is a refusal rather than a fault. */
export function isRefusalError(error: unknown): error is RefusalError {
  return (
    error instanceof TokenMissing ||
    error instanceof TokenRejected ||
    error instanceof ProofRejected ||
    error instanceof ProofMemoryFull ||
    error instanceof CredentialAmbiguous ||
    error instanceof CallerNotAllowed ||
    error instanceof InsufficientScope ||
    error instanceof KeySetUnavailable ||
    error instanceof RevocationsStale
  );
}

/**
 * The status, headers and body that tell the caller why it was turned away.
 *
 * @param scheme the one that was used, or that the route demands
 */
export function toRefusal(
  error: RefusalError,
  realm: string,
  scheme: TokenScheme = 'Bearer',
): Refusal {
  const [status, headers] = statusAndHeaders(error, realm, scheme);
  const { code, message } = error;
  const body: Refusal['body'] = {
    statusCode: status,
    error: REASON_PHRASES[status],
    code,
    message,
  };
  return { error, status, headers, body };
}

function statusAndHeaders(
  error: RefusalError,
  realm: string,
  scheme: TokenScheme,
): readonly [Refusal['status'], Refusal['headers']] {
  const proof = (members: Omit<DpopChallenge, 'algorithms'>) => ({
    'WWW-Authenticate': dpopChallenge(realm, { ...members, algorithms: DPOP_ALGORITHMS }),
  });
  const challenge = (members: BearerChallenge) =>
    scheme === 'DPoP' ? proof(members) : { 'WWW-Authenticate': bearerChallenge(realm, members) };
  const description = error.message;
  if ('retryAfterSec' in error) {
    return [503, { 'Retry-After': String(error.retryAfterSec) }];
  }
  // RFC 6750 §3.1: no error code when the request lacks any credential.
  if (error instanceof TokenMissing) return [401, challenge({})];
  if (error instanceof ProofRejected) {
    return [401, proof({ error: 'invalid_dpop_proof', description })];
  }
  if (error instanceof TokenRejected) {
    const ask = WANT_PROOF.has(error.code) ? proof : challenge;
    return [401, ask({ error: 'invalid_token', description })];
  }
  if (error instanceof CredentialAmbiguous) {
    return [400, challenge({ error: 'invalid_request', description })];
  }
  const scope = error instanceof InsufficientScope ? { scope: error.requiredScopes.join(' ') } : {};
  return [403, challenge({ error: 'insufficient_scope', description, ...scope })];
}
