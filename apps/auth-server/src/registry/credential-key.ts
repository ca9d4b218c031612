import { credentialFingerprint } from './credential-fingerprint.js';
import type { PresentedCredential } from './credential-standing.js';

/** What the requests with one credential are counted under; tokens of a platform count for the caller. */
export function credentialKey(presented: PresentedCredential): string {
  const { name, credentialId, platformIssuer } = presented;
  if (platformIssuer !== undefined) return `${platformIssuer} ${name}`;
  return credentialId ?? credentialFingerprint(presented);
}
