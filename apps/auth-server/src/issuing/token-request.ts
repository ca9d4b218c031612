import type { PresentedCredential } from '../registry/credential-standing.js';

/** One authenticated caller asking for a token for one target. */
export interface TokenRequest {
  readonly caller: PresentedCredential;
  readonly target: string;
  readonly scopes: readonly string[];
  readonly requestId: string;
}

/** A token that may go out, with what its client has to know. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSec: number;
  readonly refreshInSec: number;
  readonly scopes: readonly string[];
}
