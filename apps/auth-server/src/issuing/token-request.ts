import type { RequestOrigin } from '../audit/decision-record.js';
import type { PresentedCredential } from '../registry/credential-standing.js';

/** One authenticated caller asking for a token for one target. */
export interface TokenRequest extends RequestOrigin {
  readonly caller: PresentedCredential;
  readonly target: string;
  readonly scopes: readonly string[];
  /** The thumbprint of the key that the caller has proven to hold; it gets a token for that key. */
  readonly keyThumbprint?: string | undefined;
  /** Which process of the caller asks, by its own word. */
  readonly instance?: string | undefined;
  /** The call that the caller acts in, when it asks on behalf of whoever called it. */
  readonly inCall?: CallInProgress;
}

/** A call that its target continues elsewhere: what the token for that may not exceed. */
export interface CallInProgress {
  /** The callers so far, the first of all first; the one that asks is not among them. */
  readonly chain: readonly string[];
  /** How long the token of that call still lives, in seconds. */
  readonly remainingSec: number;
}

/** A token that may go out, with what its client has to know. */
export interface IssuedToken {
  readonly accessToken: string;
  /** `DPoP` when the token is bound to a key (RFC 9449 §5). */
  readonly tokenType: 'Bearer' | 'DPoP';
  readonly expiresInSec: number;
  readonly refreshInSec: number;
  readonly scopes: readonly string[];
}
