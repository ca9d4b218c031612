import type { Microservice } from './microservice.js';
import type { RegistrySnapshot } from './registry-snapshot.js';

/** What a verified credential says about itself. */
export interface PresentedCredential {
  /** The caller it names: the token's `sub`. */
  readonly name: string;
  /** The token's `iat`. */
  readonly issuedAt: Date;
  /** The token's `jti`, if it has one. */
  readonly tokenId: string | undefined;
}

/** Why a credential with a valid signature is refused all the same. */
export type CredentialRefusal =
  'caller_unknown' | 'caller_disabled' | 'credential_before_not_before' | 'credential_revoked';

/** Whether a credential still counts. */
export type CredentialStanding =
  | { readonly ok: true; readonly microservice: Microservice }
  | { readonly ok: false; readonly reason: CredentialRefusal };

/**
 * Judges a credential whose signature, issuer, audience and expiry are verified already.
 *
 * `iat` counts whole seconds (RFC 7519 §2), so a credential issued within the very second of
 * `notBefore` is refused.
 */
export function credentialStanding(
  registry: RegistrySnapshot,
  credential: PresentedCredential,
): CredentialStanding {
  const microservice = registry.find(credential.name);
  if (microservice === undefined) return { ok: false, reason: 'caller_unknown' };
  if (!microservice.isEnabled) return { ok: false, reason: 'caller_disabled' };
  const { notBefore } = microservice;
  if (notBefore !== undefined && !(credential.issuedAt >= notBefore)) {
    return { ok: false, reason: 'credential_before_not_before' };
  }
  if (credential.tokenId !== undefined && registry.isRevoked(credential.tokenId)) {
    return { ok: false, reason: 'credential_revoked' };
  }
  return { ok: true, microservice };
}
