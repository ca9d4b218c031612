import { DPOP_ALGORITHMS } from '@app/m2m';
import { ALGORITHMS } from '../trust/signed-jwt.js';
import { TOKEN_PATH, type OAuthOptions } from './oauth-options.js';

/** How a client may authenticate, at every endpoint. */
const METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/** What clients learn about this server by themselves (RFC 8414 §2). */
export type ServerMetadata = Readonly<Record<string, string | readonly string[]>>;

/** Whether an issuer can have metadata: an http(s) URL without query and fragment (RFC 8414 §2). */
export function isIssuerUrl(issuer: string): boolean {
  return /^https?:\/\/[^?#]+$/.test(issuer) && URL.canParse(issuer);
}

const authentication = (endpoint: string): ServerMetadata => ({
  [`${endpoint}_auth_methods_supported`]: METHODS,
  [`${endpoint}_auth_signing_alg_values_supported`]: ALGORITHMS,
});

/** The metadata document; no list in it is empty (RFC 8414 §3.2). */
export function serverMetadata(
  { issuer, publicUrl }: OAuthOptions,
  grantTypes: readonly string[],
): ServerMetadata {
  return {
    issuer,
    token_endpoint: `${publicUrl}${TOKEN_PATH}`,
    jwks_uri: `${publicUrl}/.well-known/jwks.json`,
    grant_types_supported: grantTypes,
    ...authentication('token_endpoint'),
    dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
    // There is no authorization endpoint, so no response type either; OpenID clients expect the member.
    response_types_supported: ['none'],
    introspection_endpoint: `${publicUrl}/oauth/introspect`,
    ...authentication('introspection_endpoint'),
    revocation_endpoint: `${publicUrl}/oauth/revoke`,
    ...authentication('revocation_endpoint'),
  };
}
