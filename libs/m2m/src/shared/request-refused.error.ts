import { M2MError } from './m2m.error.js';

/** No bearer token was presented at all (HTTP 401, challenge without an error code, RFC 6750 §3.1). */
export class TokenMissing extends M2MError {
  readonly code = 'M2M_TOKEN_MISSING';

  constructor() {
    super('This route needs an access token: send it as "Authorization: Bearer <token>".');
  }
}

/** More than one credential was presented (HTTP 400 `invalid_request`, RFC 6750 §2). */
export class CredentialAmbiguous extends M2MError {
  readonly code = 'M2M_CREDENTIAL_AMBIGUOUS';
}

/** The caller is genuine but this route does not accept it (HTTP 403). */
export class CallerNotAllowed extends M2MError {
  readonly code = 'M2M_CALLER_NOT_ALLOWED';
}

/** The caller's token lacks a scope that the route demands (HTTP 403 `insufficient_scope`). */
export class InsufficientScope extends M2MError {
  readonly code = 'M2M_INSUFFICIENT_SCOPE';

  constructor(
    /** All that the route demands, the ones that are there included. */
    readonly requiredScopes: readonly string[],
  ) {
    super(
      `The access token lacks a scope that this route demands. Required: ${requiredScopes.join(' ')}.`,
    );
  }
}

/**
 * The token could not be judged, because no key set is at hand (HTTP 503, RFC 9110 §15.6.4).
 *
 * It says nothing about the token: the caller should keep it and try again later.
 */
export class KeySetUnavailable extends M2MError {
  readonly code = 'M2M_KEY_SET_UNAVAILABLE';

  constructor(
    /** Whole seconds after which another try makes sense. */
    readonly retryAfterSec: number,
    options?: ErrorOptions,
  ) {
    super(
      'The issuer’s key set cannot be fetched, so no token can be checked. Try again.',
      options,
    );
  }
}

/**
 * The route refuses while it is not known what was revoked lately (HTTP 503, RFC 9110 §15.6.4): it is
 * marked `whenRevocationsStale: 'deny'`. It says nothing about the token.
 */
export class RevocationsStale extends M2MError {
  readonly code = 'M2M_REVOCATIONS_STALE';

  constructor(
    /** Whole seconds after which another try makes sense. */
    readonly retryAfterSec: number,
  ) {
    super(
      'It is not known which tokens were revoked lately, and this route demands it. Try again.',
    );
  }
}
