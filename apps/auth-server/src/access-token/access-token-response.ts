import type { IssuedToken } from '../issuing/token-request.js';

/** The answer of `POST /accesstoken`; times are in seconds from now. */
export interface AccessTokenResponse {
  readonly accessToken: string;
  readonly tokenType: IssuedToken['tokenType'];
  readonly expiresIn: number;
  readonly refreshIn: number;
  readonly scope?: string;
}

export function accessTokenResponse(token: IssuedToken): AccessTokenResponse {
  return {
    accessToken: token.accessToken,
    tokenType: token.tokenType,
    expiresIn: token.expiresInSec,
    refreshIn: token.refreshInSec,
    ...(token.scopes.length > 0 && { scope: token.scopes.join(' ') }),
  };
}
