import type { Clock } from '@app/m2m';
import { credentialFingerprint } from './credential-fingerprint.js';
import {
  credentialStanding,
  type CredentialStanding,
  type PresentedCredential,
} from './credential-standing.js';
import type { CredentialSightings } from './credential-sightings.service.js';
import type { CredentialUses } from './credential-uses.service.js';
import type { RegistrySnapshot } from './registry-snapshot.js';

/** What a {@link CredentialGate} is made of. */
export interface CredentialGateParts {
  readonly uses: Pick<CredentialUses, 'note'>;
  readonly sightings: Pick<CredentialSightings, 'note'>;
  readonly clock: Clock;
  readonly acceptsUnregistered: boolean;
}

/** Judges the credentials of every wire by the registry, and has their use written down. */
export class CredentialGate {
  constructor(private readonly parts: CredentialGateParts) {}

  /**
   * Whether a verified credential still counts; never waits.
   *
   * @param by Given when a token is asked for: then it is written down which process asked.
   */
  judge(
    registry: RegistrySnapshot,
    presented: PresentedCredential,
    by?: { readonly instance?: string | undefined },
  ): CredentialStanding {
    const { uses, sightings, clock, acceptsUnregistered } = this.parts;
    const nowMs = clock.nowMs();
    // A record is found by its own id; only what may have none is known by something else.
    const fingerprint =
      presented.credentialId === undefined ? credentialFingerprint(presented) : undefined;
    const known = fingerprint === presented.tokenId ? presented : { ...presented, fingerprint };
    const standing = credentialStanding(registry, known, { nowMs, acceptsUnregistered });
    if (standing.ok && presented.platformIssuer === undefined) {
      const credentialId = registry.recordOf(presented)?.id;
      const key = credentialId ?? fingerprint ?? '';
      const { expiresAt } = presented;
      const { id: microserviceId } = standing.microservice;
      uses.note({ credentialId, key, microserviceId, usedAtMs: nowMs, expiresAt });
      if (by !== undefined) {
        const { instance: replica = '' } = by;
        sightings.note({ microserviceId, credential: key, replica, seenAtMs: nowMs });
      }
    }
    return standing;
  }
}
