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

/** The members of a `WWW-Authenticate: DPoP` challenge (RFC 9449 §7.1) after the realm. */
export interface DpopChallenge extends Omit<BearerChallenge, 'error'> {
  /** Absent when no credential was presented at all. */
  readonly error?: BearerChallenge['error'] | 'invalid_dpop_proof';
  /** The algorithms that a proof may be signed with. */
  readonly algorithms: readonly string[];
}

/** The value of `WWW-Authenticate` (RFC 6750 §3); characters that may not be quoted become `?`. */
export function bearerChallenge(realm: string, challenge: BearerChallenge = {}): string {
  return written('Bearer', realm, challenge);
}

/** The value of `WWW-Authenticate` that asks for a bound token and a proof (RFC 9449 §7.1). */
export function dpopChallenge(realm: string, challenge: DpopChallenge): string {
  return written('DPoP', realm, { ...challenge, algs: challenge.algorithms.join(' ') });
}

interface Members extends Omit<DpopChallenge, 'algorithms'> {
  readonly algs?: string;
}

function written(scheme: string, realm: string, members: Members): string {
  const all = [
    ['realm', realm],
    ['error', members.error],
    ['error_description', members.description],
    ['scope', members.scope],
    ['algs', members.algs],
  ] as const;
  return `${scheme} ${all
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}="${value.replace(NOT_ALLOWED, '?')}"`],
    )
    .join(', ')}`;
}
