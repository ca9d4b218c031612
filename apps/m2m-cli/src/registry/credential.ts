/** One credential as the auth-server lists it; times in ISO 8601, days in UTC. */
export interface Credential {
  readonly id: string;
  readonly kind: 'bootstrap' | 'secret' | 'public_key';
  readonly registered: boolean;
  readonly label?: string;
  readonly createdAt?: string;
  readonly firstSeenAt?: string;
  readonly expiresAt: string;
  readonly lastUsedOn?: string;
  readonly revokedAt?: string;
  /** When it was used last, to the second; undefined when that was too long ago to be known. */
  readonly lastSeenAt?: string;
  /** The processes that used it, the latest first. */
  readonly replicas?: readonly { readonly id: string; readonly lastSeenAt: string }[];
  /** When a process that does not name itself used it last. */
  readonly unnamedLastSeenAt?: string;
  /** Where the secret was written to. */
  readonly file?: string;
  /** Only in the answer to the request that made it. */
  readonly secret?: string;
  /** Only in the answer to the request that made it. */
  readonly token?: string;
}

/** How a credential stands at a moment. */
export function standingOf({ revokedAt, expiresAt }: Credential, nowMs: number): string {
  if (revokedAt !== undefined) return 'revoked';
  return Date.parse(expiresAt) <= nowMs ? 'expired' : 'live';
}

/** What a microservice needs of a new credential; empty for a public key. */
export function secretOf({ secret, token }: Credential): string {
  return token ?? secret ?? '';
}

/** The record of a credential, without what it proves. */
export function withoutSecret({
  secret: _secret,
  token: _token,
  ...record
}: Credential): Credential {
  return record;
}
