/** What may stand inside a quoted `error_description` (RFC 6750 §3). */
const NOT_ALLOWED = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g;

/** The members of a `WWW-Authenticate: Bearer` challenge after the realm. */
export interface BearerChallenge {
  /** Absent when no credential was presented at all. */
  readonly error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope';
  /** `error_description`: for the developer of the caller. */
  readonly description?: string;
  /** What would have been enough, separated by spaces. */
  readonly scope?: string;
}

/** The value of `WWW-Authenticate` (RFC 6750 §3); characters that may not be quoted become `?`. */
export function bearerChallenge(realm: string, challenge: BearerChallenge = {}): string {
  const members = [
    ['realm', realm],
    ['error', challenge.error],
    ['error_description', challenge.description],
    ['scope', challenge.scope],
  ] as const;
  return `Bearer ${members
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}="${value.replace(NOT_ALLOWED, '?')}"`],
    )
    .join(', ')}`;
}
