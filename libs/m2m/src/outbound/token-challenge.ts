const LONGEST_CHALLENGE = 4_096;
const PARAM_OR_SCHEME = /([a-z][\w-]*)\s*=\s*(?:"([^"]*)"|([^\s,"]+))|([a-z][\w-]*)(?=[\s,]|$)/gi;
const TOKEN_SCHEMES = ['bearer', 'dpop'];

/** What a target finds wrong with a token or with its proof. */
export interface TokenChallenge {
  /** How it wants to be shown one. */
  readonly scheme: 'bearer' | 'dpop';
  /** Such as `invalid_token` (RFC 6750 §3.1) or `use_dpop_nonce` (RFC 9449 §9). */
  readonly error: string;
}

/** The first challenge of a `WWW-Authenticate` that is about tokens and names an error. */
export function tokenChallenge(header: string | null | undefined): TokenChallenge | undefined {
  let scheme = '';
  for (const match of (header ?? '').slice(0, LONGEST_CHALLENGE).matchAll(PARAM_OR_SCHEME)) {
    const [, name, quoted, plain, found] = match;
    if (found !== undefined) scheme = found.toLowerCase();
    else if (TOKEN_SCHEMES.includes(scheme) && name?.toLowerCase() === 'error') {
      return { scheme: scheme as TokenChallenge['scheme'], error: quoted ?? plain ?? '' };
    }
  }
  return undefined;
}
