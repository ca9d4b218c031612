import type { IssuedCredential } from './credential-issuer.service.js';
import type { ListedCredential, UnregisteredCredential } from './credential-store.js';
import type { Credential } from './credential.js';
import type { ReplicaSighting } from './read-sightings.js';

/** One credential as an administrator sees it; times in ISO 8601, days in UTC. */
export interface CredentialBody {
  readonly id: string;
  readonly kind: Credential['kind'];
  /** False for a bootstrap token that was minted at the core; only its use is known. */
  readonly registered: boolean;
  readonly label?: string;
  readonly createdAt?: string;
  readonly firstSeenAt?: string;
  readonly expiresAt: string;
  readonly lastUsedOn?: string;
  /** When a token was asked for with it last; undefined when that was too long ago to be known. */
  readonly lastSeenAt?: string;
  /** The processes that used it, the latest first; those that name themselves. */
  readonly replicas?: readonly { readonly id: string; readonly lastSeenAt: string }[];
  /** When a process that does not name itself used it last. */
  readonly unnamedLastSeenAt?: string;
  readonly revokedAt?: string;
  readonly jwks?: unknown;
  readonly jwks_uri?: string;
  /** A new client secret; shown this once. */
  readonly secret?: string;
  /** A new bootstrap token; shown this once. */
  readonly token?: string;
}

export function credentialBody({ record, lastUsedOn }: ListedCredential): CredentialBody {
  const { id, kind, label, createdAt, expiresAt, revokedAt } = record;
  return {
    id,
    kind,
    registered: true,
    ...(label !== undefined && { label }),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(lastUsedOn !== undefined && { lastUsedOn }),
    ...(revokedAt !== undefined && { revokedAt: revokedAt.toISOString() }),
    ...keysBody(record),
  };
}

export function issuedBody({ record, secret }: IssuedCredential): CredentialBody {
  return {
    ...credentialBody({ record, lastUsedOn: undefined }),
    ...(secret !== undefined && { [record.kind === 'secret' ? 'secret' : 'token']: secret }),
  };
}

export function unregisteredBody(credential: UnregisteredCredential): CredentialBody {
  const { fingerprint, firstSeenAt, expiresAt, lastUsedOn, revokedAt } = credential;
  return {
    id: fingerprint,
    kind: 'bootstrap',
    registered: false,
    firstSeenAt: firstSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedOn,
    ...(revokedAt !== undefined && { revokedAt: revokedAt.toISOString() }),
  };
}

function keysBody({ keys }: Credential): Pick<CredentialBody, 'jwks' | 'jwks_uri'> {
  if (keys === undefined) return {};
  return 'jwksUri' in keys ? { jwks_uri: keys.jwksUri } : { jwks: keys.jwks };
}

/** What is known of who uses a credential. */
export function sightingsBody(
  sightings: readonly ReplicaSighting[] = [],
): Pick<CredentialBody, 'lastSeenAt' | 'replicas' | 'unnamedLastSeenAt'> {
  const [latest] = sightings;
  if (latest === undefined) return {};
  const unnamed = sightings.find(({ replica }) => replica === '');
  return {
    lastSeenAt: latest.lastSeenAt.toISOString(),
    replicas: sightings
      .filter(({ replica }) => replica !== '')
      .map(({ replica: id, lastSeenAt }) => ({ id, lastSeenAt: lastSeenAt.toISOString() })),
    ...(unnamed !== undefined && { unnamedLastSeenAt: unnamed.lastSeenAt.toISOString() }),
  };
}
