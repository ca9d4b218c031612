import type { JsonObject, JsonValue } from '../wire/exact-json.js';
import type { JwtRequest } from './jwt-request.js';

/**
 * The claims of a new token, in the core's order: `iat`, `exp`, `iss`, then the payload's members.
 *
 * A member of the payload wins over the core's own claim of that name, `iat` and `exp` included, so
 * whoever fronts the core must not let a caller write them. `aud` follows RFC 7519 §4.1.3: a list
 * of one becomes a string, what is no string is dropped, and an `aud` without any is left out.
 */
export function jwtClaims(request: JwtRequest, nowMs: number): JsonObject {
  const { payload, validitySec, jwksDomain } = request;
  const iat = Math.floor(nowMs / 1000);
  const claims = { iat, exp: iat + validitySec, iss: jwksDomain, ...payload };
  const { aud } = payload;
  if (aud === undefined || typeof aud === 'string') return claims;
  return { ...claims, aud: audience(aud) };
}

function audience(aud: JsonValue | undefined): JsonValue | undefined {
  const texts = [aud].flat().filter((item) => typeof item === 'string');
  return texts.length > 1 ? texts : texts[0];
}
