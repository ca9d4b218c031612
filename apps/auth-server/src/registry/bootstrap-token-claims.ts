/** The audience of every bootstrap token: this server, and nobody else. */
export const BOOTSTRAP_AUDIENCE = 'auth-server';

/** What a bootstrap token says, before the core adds `iat` and `exp`. */
export interface BootstrapGrant {
  readonly issuer: string;
  readonly microservice: string;
  readonly tokenId: string;
}

/** The claims of a bootstrap token: the seed's three, an id to revoke it by, and its kind. */
export function bootstrapTokenClaims(grant: BootstrapGrant): Readonly<Record<string, string>> {
  return {
    iss: grant.issuer,
    sub: grant.microservice,
    aud: BOOTSTRAP_AUDIENCE,
    jti: grant.tokenId,
    token_use: 'bootstrap',
  };
}
