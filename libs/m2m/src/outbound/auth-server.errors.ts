import { TokenRequestError, type AuthServerAnswer } from './token-request.error.js';

/** No auth-server gave an answer: refused connection, deadline, 429, 5xx, or an open breaker. */
export class AuthServerUnreachable extends TokenRequestError {
  readonly code = 'M2M_AUTH_SERVER_UNREACHABLE';
  /** Whole seconds after which another try makes sense; at least 1. */
  readonly retryAfterSec: number;

  constructor(
    problem: string,
    /** What `Retry-After` said; undefined when there was none. */
    readonly statedRetryAfterSec?: number,
    answer: AuthServerAnswer = {},
    options?: ErrorOptions,
  ) {
    super(
      `No access token: ${problem}. Check the option "authServer" and that the auth-server is up.`,
      answer,
      options,
    );
    this.retryAfterSec = Math.max(1, statedRetryAfterSec ?? 1);
  }
}

/** What answered is not an auth-server, or not one that speaks this protocol (RFC 6749 §5.1). */
export class TokenResponseInvalid extends TokenRequestError {
  readonly code = 'M2M_TOKEN_RESPONSE_INVALID';

  constructor(problem: string, answer: AuthServerAnswer = {}, options?: ErrorOptions) {
    super(
      `The auth-server's answer is unusable: ${problem}. Check that the option "authServer" points at an auth-server.`,
      answer,
      options,
    );
  }
}
