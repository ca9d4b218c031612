import { isLive } from './credential.js';
import type { Microservice } from './microservice.js';
import type { RegistrySnapshot } from './registry-snapshot.js';

/** What a verified credential says about itself. */
export interface PresentedCredential {
  /** The caller it names: the token's `sub`, or the client that the secret or key belongs to. */
  readonly name: string;
  /** The token's `iat`; the creation of a secret or a key. */
  readonly issuedAt: Date;
  /** The token's `jti`, if it has one. */
  readonly tokenId: string | undefined;
  /** The token's `exp`. */
  readonly expiresAt?: Date | undefined;
  /** What a token without a record is known by; given when it differs from {@link tokenId}. */
  readonly fingerprint?: string | undefined;
  /** The id of the record that a secret or a key was checked with; none for a token. */
  readonly credentialId?: string | undefined;
  /** The foreign issuer of a platform's token: nothing of it is registered here. */
  readonly platformIssuer?: string | undefined;
}

/** Why a credential with a valid signature is refused all the same. */
export type CredentialRefusal =
  | 'caller_unknown'
  | 'caller_disabled'
  | 'credential_before_not_before'
  | 'credential_revoked'
  | 'credential_expired'
  | 'credential_unregistered';

/** Whether a credential still counts. */
export type CredentialStanding =
  | { readonly ok: true; readonly microservice: Microservice }
  | { readonly ok: false; readonly reason: CredentialRefusal };

/** What a credential is judged by beside the registry. */
export interface CredentialRules {
  readonly nowMs: number;
  /** Whether a bootstrap token counts that the core minted without this server. */
  readonly acceptsUnregistered: boolean;
}

/**
 * Judges a credential whose signature, issuer, audience and expiry are verified already, or whose
 * secret matched.
 *
 * A credential with a record is as old as its record. Without one the `iat` counts, in whole seconds
 * (RFC 7519 §2), so that one issued within the very second of `notBefore` is refused.
 */
export function credentialStanding(
  registry: RegistrySnapshot,
  credential: PresentedCredential,
  rules: CredentialRules,
): CredentialStanding {
  const microservice = registry.find(credential.name);
  if (microservice === undefined) return { ok: false, reason: 'caller_unknown' };
  if (!microservice.isEnabled) return { ok: false, reason: 'caller_disabled' };
  const { notBefore } = microservice;
  if (notBefore !== undefined && !(ageFrom(registry, credential) >= notBefore)) {
    return { ok: false, reason: 'credential_before_not_before' };
  }
  const reason = recordProblem(registry, credential, rules);
  return reason === undefined ? { ok: true, microservice } : { ok: false, reason };
}

function ageFrom(registry: RegistrySnapshot, credential: PresentedCredential): Date {
  const record = registry.recordOf(credential);
  return record?.microservice === credential.name ? record.createdAt : credential.issuedAt;
}

function recordProblem(
  registry: RegistrySnapshot,
  { name, tokenId = '', fingerprint = '', credentialId, platformIssuer }: PresentedCredential,
  { nowMs, acceptsUnregistered }: CredentialRules,
): CredentialRefusal | undefined {
  if (platformIssuer !== undefined) return undefined;
  if (registry.isRevoked(tokenId) || registry.isRevoked(fingerprint)) return 'credential_revoked';
  const record = registry.recordOf({ tokenId, credentialId });
  if (record?.microservice !== name) {
    return credentialId === undefined && record === undefined && acceptsUnregistered
      ? undefined
      : 'credential_unregistered';
  }
  if (isLive(record, nowMs)) return undefined;
  return record.revokedAt === undefined ? 'credential_expired' : 'credential_revoked';
}
