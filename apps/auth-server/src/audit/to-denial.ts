import { printable } from '@app/runtime';
import type { Denial } from './audit-batch.js';
import type { DecisionRecord } from './decision-record.js';

/** A decision against a caller as it is kept: whatever a caller sent is made printable and short. */
export function toDenial(decision: DecisionRecord, nowMs: number): Denial {
  const { decisionId, requestId, caller, chain = [], target, scopes, reason } = decision;
  const { credentialId, policyVersion, sourceAddress } = decision;
  return {
    id: decisionId,
    at: new Date(nowMs),
    requestId,
    caller: printable(caller),
    chain: chain.map(printable),
    target: printable(target),
    scopes: scopes.map(printable),
    reason,
    credentialId: optional(credentialId),
    policyVersion: policyVersion ?? null,
    sourceAddress: optional(sourceAddress),
  };
}

function optional(text: string | undefined): string | null {
  return text === undefined ? null : printable(text);
}
