import type { InspectedToken } from '@app/m2m';

/** What is said of a token (RFC 7662 §2.2); of one that does not count, only that. */
export type IntrospectionResponse =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly token_type: 'Bearer' | 'DPoP';
      readonly [claim: string]: unknown;
    };

const CLAIMS = [
  'iss',
  'sub',
  'aud',
  'client_id',
  'scope',
  'iat',
  'exp',
  'jti',
  'act',
  'cnf',
] as const;

export function introspectionResponse(token: InspectedToken | undefined): IntrospectionResponse {
  if (token === undefined) return { active: false };
  const { claims, keyThumbprint } = token.caller;
  const known = CLAIMS.filter((claim) => claims[claim] !== undefined);
  return {
    active: true,
    token_type: keyThumbprint === undefined ? 'Bearer' : 'DPoP',
    ...Object.fromEntries(known.map((claim) => [claim, claims[claim]])),
  };
}
