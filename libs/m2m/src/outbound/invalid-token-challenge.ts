const LONGEST_CHALLENGE = 4_096;
const PARAM_OR_SCHEME = /([a-z][\w-]*)\s*=\s*(?:"([^"]*)"|([^\s,"]+))|([a-z][\w-]*)(?=[\s,]|$)/gi;

/**
 * Whether a `WWW-Authenticate` says that the bearer token itself is at fault
 * (RFC 6750 §3.1 `invalid_token`), so that another token may help.
 */
export function isInvalidTokenChallenge(header: string | null | undefined): boolean {
  let isBearer = false;
  for (const match of (header ?? '').slice(0, LONGEST_CHALLENGE).matchAll(PARAM_OR_SCHEME)) {
    const [, name, quoted, plain, scheme] = match;
    if (scheme !== undefined) isBearer = scheme.toLowerCase() === 'bearer';
    else if (isBearer && name?.toLowerCase() === 'error') {
      return (quoted ?? plain) === 'invalid_token';
    }
  }
  return false;
}
