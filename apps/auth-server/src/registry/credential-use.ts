import type { Credential } from './credential.js';
import type { PresentedCredential } from './credential-standing.js';
import type { Microservice } from './microservice.js';

/** One use of a credential, as it is written down: on which day, and never at which target. */
export interface CredentialUse {
  /** Day of UTC: `2026-01-31`. */
  readonly day: string;
  /** The id of its record, or undefined when it has none. */
  readonly credentialId: string | undefined;
  readonly microserviceId: string;
  /** The id of the record, or what a token without one is known by. */
  readonly key: string;
  readonly usedAtMs: number;
  readonly expiresAt: Date | undefined;
}

/** A credential that was presented, with what it is known by. */
export type FingerprintedCredential = PresentedCredential & { readonly fingerprint: string };

/** Describes the use of a credential that stands. */
export function credentialUse(
  presented: FingerprintedCredential,
  record: Credential | undefined,
  microservice: Microservice,
  nowMs: number,
): CredentialUse {
  return {
    day: new Date(nowMs).toISOString().slice(0, 10),
    credentialId: record?.id,
    microserviceId: microservice.id,
    key: record?.id ?? presented.fingerprint,
    usedAtMs: nowMs,
    expiresAt: presented.expiresAt,
  };
}
