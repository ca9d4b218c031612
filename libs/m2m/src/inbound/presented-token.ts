import { TokenMissing } from '../shared/request-refused.error.js';
import { TokenRejected } from '../shared/token-rejected.error.js';

/** How a token is presented: by itself (RFC 6750), or beside a proof of its key (RFC 9449 §7.1). */
export type TokenScheme = 'Bearer' | 'DPoP';

/** What an `Authorization` value says. */
export interface PresentedToken {
  readonly scheme: TokenScheme;
  readonly token: string;
}

/** The longest `Authorization` value that is looked at, in characters. */
const MAX_LENGTH = 8192;
const SPACE = 0x20;

/**
 * The token of an `Authorization` value: the scheme `Bearer` or `DPoP` in any case, exactly one
 * space, the rest (RFC 6750 §2.1, RFC 9449 §7.1). What the rest may contain is judged by the compact
 * form, not here.
 *
 * Another scheme counts as no token. The cost does not grow with what is sent.
 *
 * @throws TokenMissing when there is no token.
 * @throws TokenRejected `M2M_TOKEN_MALFORMED` when it is longer than 8 kB or has no single space.
 */
export function presentedToken(authorization: string | undefined): PresentedToken {
  if (authorization === undefined) throw new TokenMissing();
  if (authorization.length > MAX_LENGTH) {
    throw new TokenRejected(
      'M2M_TOKEN_MALFORMED',
      'The Authorization header is longer than 8 kB; an access token is about 1 kB.',
    );
  }
  const scheme = tokenScheme(authorization);
  if (scheme === undefined) throw new TokenMissing();
  const start = scheme.length + 1;
  if (authorization.charCodeAt(scheme.length) !== SPACE || authorization.length <= start) {
    throw new TokenRejected(
      'M2M_TOKEN_MALFORMED',
      `The Authorization header must read "${scheme}", one space, and the token.`,
    );
  }
  return { scheme, token: authorization.slice(start) };
}

/** The scheme of an `Authorization` value, undefined when it is none by which tokens are presented. */
export function tokenScheme(authorization: string): TokenScheme | undefined {
  if (isScheme(authorization, 'Bearer')) return 'Bearer';
  return isScheme(authorization, 'DPoP') ? 'DPoP' : undefined;
}

function isScheme(authorization: string, scheme: TokenScheme): boolean {
  return (
    authorization.slice(0, scheme.length).toLowerCase() === scheme.toLowerCase() &&
    !isTokenCharacter(authorization.charCodeAt(scheme.length))
  );
}

/** Whether the name of the scheme goes on (RFC 9110 §5.6.2, the part a scheme can use). */
function isTokenCharacter(code: number): boolean {
  return code > SPACE && code < 0x7f && code !== 0x2c;
}
