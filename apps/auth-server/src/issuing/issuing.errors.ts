import type { DecisionReason } from '../audit/decision-record.js';

/** The reasons that are a denial. */
export type DenialReason = Exclude<DecisionReason, 'edge' | 'core_unavailable'>;

/** A decision against the caller. The reason is for the log; the wire says less. */
export class TokenDenied extends Error {
  constructor(
    readonly reason: DenialReason,
    readonly decisionId: string,
  ) {
    super(`The token was denied: ${reason}.`);
    this.name = 'TokenDenied';
  }
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
