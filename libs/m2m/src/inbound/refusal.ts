import { bearerChallenge, type BearerChallenge } from '../shared/bearer-challenge.js';
import {
  CallerNotAllowed,
  CredentialAmbiguous,
  InsufficientScope,
  KeySetUnavailable,
  RevocationsStale,
  TokenMissing,
} from '../shared/request-refused.error.js';
import { TokenRejected } from '../shared/token-rejected.error.js';

/** Everything for which a guard turns a call away. */
export type RefusalError =
  | TokenMissing
  | TokenRejected
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

/** Whether something that was thrown is a refusal rather than a fault. */
export function isRefusalError(error: unknown): error is RefusalError {
  return (
    error instanceof TokenMissing ||
    error instanceof TokenRejected ||
    error instanceof CredentialAmbiguous ||
    error instanceof CallerNotAllowed ||
    error instanceof InsufficientScope ||
    error instanceof KeySetUnavailable ||
    error instanceof RevocationsStale
  );
}

/** The status, headers and body that tell the caller why it was turned away. */
export function toRefusal(error: RefusalError, realm: string): Refusal {
  const [status, headers] = statusAndHeaders(error, realm);
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
): readonly [Refusal['status'], Refusal['headers']] {
  const challenge = (members: BearerChallenge) => ({
    'WWW-Authenticate': bearerChallenge(realm, members),
  });
  const description = error.message;
  if (error instanceof KeySetUnavailable || error instanceof RevocationsStale) {
    return [503, { 'Retry-After': String(error.retryAfterSec) }];
  }
  // RFC 6750 §3.1: no error code when the request lacks any credential.
  if (error instanceof TokenMissing) return [401, challenge({})];
  if (error instanceof TokenRejected) {
    return [401, challenge({ error: 'invalid_token', description })];
  }
  if (error instanceof CredentialAmbiguous) {
    return [400, challenge({ error: 'invalid_request', description })];
  }
  const scope = error instanceof InsufficientScope ? { scope: error.requiredScopes.join(' ') } : {};
  return [403, challenge({ error: 'insufficient_scope', description, ...scope })];
}
