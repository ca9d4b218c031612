import type { Clock } from '@app/m2m';
import { credentialFingerprint } from './credential-fingerprint.js';
import {
  credentialStanding,
  type CredentialStanding,
  type PresentedCredential,
} from './credential-standing.js';
import { credentialUse } from './credential-use.js';
import type { CredentialUses } from './credential-uses.service.js';
import type { RegistrySnapshot } from './registry-snapshot.js';

/** What a {@link CredentialGate} is made of. */
export interface CredentialGateParts {
  readonly uses: Pick<CredentialUses, 'note'>;
  readonly clock: Clock;
  readonly acceptsUnregistered: boolean;
}

/** Judges the credentials of every wire by the registry, and has their use written down. */
export class CredentialGate {
  constructor(private readonly parts: CredentialGateParts) {}

  /** Whether a verified credential still counts; never waits. */
  judge(registry: RegistrySnapshot, presented: PresentedCredential): CredentialStanding {
    const { uses, clock, acceptsUnregistered } = this.parts;
    const nowMs = clock.nowMs();
    const known = { ...presented, fingerprint: credentialFingerprint(presented) };
    const standing = credentialStanding(registry, known, { nowMs, acceptsUnregistered });
    if (standing.ok && presented.platformIssuer === undefined) {
      const record = registry.recordOf(presented);
      uses.note(credentialUse(known, record, standing.microservice, nowMs));
    }
    return standing;
  }
}
