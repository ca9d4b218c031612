/** Who is calling, as proven by the verified token of the request. */
export interface M2MCaller {
  /** Name of the calling microservice: the token's `sub`. */
  readonly name: string;
  /** The OAuth client of the token: `client_id`, equal to {@link name} in this project. */
  readonly clientId: string;
  /**
   * The callers on whose behalf {@link name} calls, the first of all first, from the token's `act`
   * (RFC 8693 §4.1); empty when it calls for itself. They prove nothing: `name` is who is allowed.
   */
  readonly chain: readonly string[];
  /** Granted scopes, in the order of the token; empty when it carries none. */
  readonly scopes: readonly string[];
  /** The token's `jti`, or undefined for a bootstrap token that was minted without one. */
  readonly tokenId: string | undefined;
  /**
   * The thumbprint (RFC 7638) of the key that the token is bound to and whose holder called
   * (RFC 9449); undefined for a bearer token.
   */
  readonly keyThumbprint: string | undefined;
  /** The token's `iat`. */
  readonly issuedAt: Date;
  /** The token's `exp`. */
  readonly expiresAt: Date;
  /** Every claim of the token, frozen. */
  readonly claims: Readonly<Record<string, unknown>>;
}
