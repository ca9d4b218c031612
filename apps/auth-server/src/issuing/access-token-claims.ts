/** What an access token says, before the core adds `iat` and `exp`. */
export interface AccessTokenGrant {
  readonly issuer: string;
  readonly caller: string;
  readonly target: string;
  readonly scopes: readonly string[];
  readonly tokenId: string;
  /** The key that the token is bound to (RFC 9449 §6.1); undefined for a bearer token. */
  readonly keyThumbprint?: string | undefined;
  /** The callers before this one, nested (RFC 8693 §4.1); undefined when it calls for itself. */
  readonly act?: object | undefined;
}

/**
 * The claims of an access token (RFC 9068 §2.2), built from an allow-list: nothing that a caller
 * sends reaches `iss`, `sub`, `iat` or `exp`, which a core would let a payload overwrite.
 */
export function accessTokenClaims(grant: AccessTokenGrant): Readonly<Record<string, unknown>> {
  const { keyThumbprint, act, scopes } = grant;
  const claims: Record<string, unknown> = {
    iss: grant.issuer,
    sub: grant.caller,
    aud: grant.target,
    client_id: grant.caller,
    jti: grant.tokenId,
    token_use: 'access',
  };
  if (keyThumbprint !== undefined) claims['cnf'] = { jkt: keyThumbprint };
  if (act !== undefined) claims['act'] = act;
  if (scopes.length > 0) claims['scope'] = scopes.join(' ');
  return claims;
}
