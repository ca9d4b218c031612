import type { CredentialRefusalRecord, DecisionRecord } from './decision-record.js';

/**
 * Told of every decision on the request's own path: it must return at once, wait for nothing and
 * never throw. Registers itself with `DecisionLog.listen`.
 */
export interface DecisionListener {
  /** A decision about a caller whose credential verified; names may be a caller's own text. */
  decided?(decision: DecisionRecord): void;
  /** A credential that did not verify. */
  refused?(refusal: CredentialRefusalRecord): void;
}
