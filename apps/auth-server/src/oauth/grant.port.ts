import type { RequestOrigin } from '../audit/decision-record.js';
import type { PresentedCredential } from '../registry/credential-standing.js';
import type { FormParameters } from './form-parameters.js';
import type { TokenResponse } from './token-response.js';

/** A request of an authenticated client. */
export interface GrantRequest extends RequestOrigin {
  readonly client: PresentedCredential;
  readonly form: FormParameters;
  /** The thumbprint of the key that the client has proven to hold, if it has (RFC 9449 §5). */
  readonly keyThumbprint?: string | undefined;
  /** Which process of the client asks, by its own word. */
  readonly instance?: string | undefined;
}

/** One way to get a token from the token endpoint. */
export interface Grant {
  /** The value of `grant_type`, compared byte by byte. */
  readonly grantType: string;
  /** Throws an OAuthError, or what the story of issuing throws. */
  issue(request: GrantRequest): Promise<TokenResponse>;
}

/** Injects all {@link Grant}s. */
export const GRANTS = Symbol('GRANTS');
