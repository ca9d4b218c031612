import { denialHint, type EdgeRefusal } from '../policy/denial-hint.js';
import type { PolicySnapshot } from '../policy/policy-snapshot.js';
import type { DenialReason } from './issuing.errors.js';

const HINTS: Readonly<Record<Exclude<DenialReason, EdgeRefusal>, string>> = {
  caller_unknown: 'No microservice of this name is registered. Add it to the policy.',
  caller_disabled: 'This microservice is disabled. Ask whoever keeps the policy.',
  caller_revoked: 'This microservice is revoked. Ask whoever keeps the revocations.',
  credential_before_not_before:
    'The credential is older than the microservice of this name, or than its not-before. Issue a new one.',
  credential_revoked: 'The credential is revoked. Issue a new one.',
  credential_expired: 'The credential has ended. Issue a new one.',
  proof_missing:
    'Set the option dpop of the token client to when-required, or send a proof as RFC 9449 has it.',
  credential_unregistered: 'The credential has no record here. Issue one at this server.',
};

/** What a caller may be told about a denial. */
export function hintFor(
  snapshot: PolicySnapshot,
  question: { readonly caller: string; readonly target: string },
  reason: DenialReason,
): string {
  return isAboutEdge(reason) ? denialHint(snapshot, question, reason) : HINTS[reason];
}

function isAboutEdge(reason: DenialReason): reason is EdgeRefusal {
  return !Object.hasOwn(HINTS, reason);
}
