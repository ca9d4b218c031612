import type { DecisionReason } from '../audit/decision-record.js';

/** The reasons that are a denial. */
export type DenialReason = Exclude<DecisionReason, 'edge' | 'core_unavailable'>;

/** A decision against the caller, whose credential verified. */
export class TokenDenied extends Error {
  constructor(
    /** For the log; {@link toldReason} is what the caller may know of it. */
    readonly reason: DenialReason,
    readonly decisionId: string,
    /** What the caller may be told to do; safe for the wire. */
    readonly hint?: string,
  ) {
    super(`The token was denied: ${reason}.`);
    this.name = 'TokenDenied';
  }
}

/** The reason as a caller may know it: a target that it may not call is there or not. */
export function toldReason(reason: DenialReason): DenialReason {
  return reason === 'target_unknown' || reason === 'target_disabled' ? 'no_edge' : reason;
}

/** The core did not sign, which says nothing about the caller. */
export class IssuingUnavailable extends Error {
  constructor(
    readonly decisionId: string,
    options?: ErrorOptions,
  ) {
    super('No token can be issued right now: the core does not sign.', options);
    this.name = 'IssuingUnavailable';
  }
}
