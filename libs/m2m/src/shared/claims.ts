/** Names of claims (RFC 7519 §4.1, RFC 9068 §2.2) and the values that tell kinds of token apart. */

/** The claims of an access token that has passed every rule. */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
  readonly client_id: string;
  readonly token_use: typeof ACCESS_TOKEN_USE;
  readonly scope?: string;
  /** The callers before this one, when it calls on their behalf (RFC 8693 §4.1). */
  readonly act?: object;
  /** The key that whoever shows it must hold (RFC 7800 §3.1, RFC 9449 §6.1). */
  readonly cnf?: { readonly jkt: string };
  readonly [claim: string]: unknown;
}

/**
 * The value of `token_use` in an access token. The core fixes the header's `typ` to `JWT`, so the
 * kinds of token are told apart by this claim, by audience and by key (RFC 8725 §3.12).
 */
export const ACCESS_TOKEN_USE = 'access';

/** The value of `token_use` in the issuer's signed list of revocations. */
export const REVOCATIONS_TOKEN_USE = 'revocations';

/** The issuer of the seed protocol, and the audience of a bootstrap token. */
export const DEFAULT_ISSUER = 'auth-server';
