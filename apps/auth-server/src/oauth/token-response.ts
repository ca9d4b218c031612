import type { IssuedToken } from '../issuing/token-request.js';

/** A successful answer of the token endpoint (RFC 6749 §5.1); times are in seconds from now. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: IssuedToken['tokenType'];
  readonly expires_in: number;
  /** After how long to fetch the next one, though this one lives on. */
  readonly refresh_in: number;
  /** What was granted, be it what was asked for or less. */
  readonly scope?: string;
  /** Only for an exchange (RFC 8693 §2.2.1). */
  readonly issued_token_type?: string;
}

export function tokenResponse(token: IssuedToken): TokenResponse {
  return {
    access_token: token.accessToken,
    token_type: token.tokenType,
    expires_in: token.expiresInSec,
    refresh_in: token.refreshInSec,
    ...(token.scopes.length > 0 && { scope: token.scopes.join(' ') }),
  };
}
