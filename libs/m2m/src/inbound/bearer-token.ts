import { TokenMissing } from '../shared/request-refused.error.js';
import { TokenRejected } from '../shared/token-rejected.error.js';

/** The longest `Authorization` value that is looked at, in characters. */
const MAX_LENGTH = 8192;
const SCHEME = 'bearer';
const SPACE = 0x20;

/**
 * The token of an `Authorization` value: the scheme `Bearer` in any case, exactly one space, the
 * rest (RFC 6750 §2.1). What the rest may contain is judged by the compact form, not here.
 *
 * Another scheme counts as no token. The cost does not grow with what is sent.
 *
 * @throws TokenMissing when there is no bearer credential.
 * @throws TokenRejected `M2M_TOKEN_MALFORMED` when it is longer than 8 kB or has no single space.
 */
export function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined) throw new TokenMissing();
  if (authorization.length > MAX_LENGTH) {
    throw new TokenRejected(
      'M2M_TOKEN_MALFORMED',
      'The Authorization header is longer than 8 kB; an access token is about 1 kB.',
    );
  }
  if (!isBearerScheme(authorization)) throw new TokenMissing();
  if (authorization.charCodeAt(SCHEME.length) !== SPACE || authorization.length < 8) {
    throw new TokenRejected(
      'M2M_TOKEN_MALFORMED',
      'The Authorization header must read "Bearer", one space, and the token.',
    );
  }
  return authorization.slice(SCHEME.length + 1);
}

function isBearerScheme(authorization: string): boolean {
  return (
    authorization.slice(0, SCHEME.length).toLowerCase() === SCHEME &&
    !isTokenCharacter(authorization.charCodeAt(SCHEME.length))
  );
}

/** Whether the name of the scheme goes on (RFC 9110 §5.6.2, the part a scheme can use). */
function isTokenCharacter(code: number): boolean {
  return code > SPACE && code < 0x7f && code !== 0x2c;
}
