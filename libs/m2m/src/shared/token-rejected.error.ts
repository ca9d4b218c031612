import { M2MError } from './m2m.error.js';

/** Why a presented token is not a valid one. Every code is answered with 401 `invalid_token`. */
export type TokenRejectionCode =
  | 'M2M_TOKEN_MALFORMED'
  | 'M2M_HEADER_NOT_ALLOWED'
  | 'M2M_ALGORITHM_NOT_ALLOWED'
  | 'M2M_KEY_UNKNOWN'
  | 'M2M_SIGNATURE_INVALID'
  | 'M2M_CLAIM_INVALID'
  | 'M2M_ISSUER_MISMATCH'
  | 'M2M_AUDIENCE_MISMATCH'
  | 'M2M_TOKEN_KIND_MISMATCH'
  | 'M2M_TOKEN_EXPIRED'
  | 'M2M_TOKEN_NOT_YET_VALID'
  | 'M2M_TOKEN_LIFETIME_EXCEEDED'
  | 'M2M_TOKEN_REVOKED'
  | 'M2M_TOKEN_BOUND'
  | 'M2M_TOKEN_NOT_BOUND'
  | 'M2M_DPOP_REQUIRED'
  | 'M2M_DPOP_HTTP_ONLY';

/** A token was presented and is not valid here (RFC 6750 §3.1 `invalid_token`, HTTP 401). */
export class TokenRejected extends M2MError {
  constructor(
    /** Which of the rules the token fails. */
    readonly code: TokenRejectionCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
