import type { DecisionReason } from '../audit/decision-record.js';

/** A decision against the caller. The reason is for the log; the wire says less. */
export class TokenDenied extends Error {
  constructor(
    readonly reason: DecisionReason,
    readonly decisionId: string,
  ) {
    super(`The token was denied: ${reason}.`);
    this.name = 'TokenDenied';
  }
}

/** No decision could be made or carried out; it says nothing about the caller. */
export class IssuingUnavailable extends Error {
  constructor(
    readonly reason: 'core_unavailable' | 'policy_unavailable',
    readonly decisionId: string,
    options?: ErrorOptions,
  ) {
    super(`No token can be issued right now: ${reason}.`, options);
    this.name = 'IssuingUnavailable';
  }
}
