import { M2MError } from './m2m.error.js';

/** Why a DPoP proof is refused. Every code is answered with 401 `invalid_dpop_proof`. */
export type ProofRejectionCode =
  | 'M2M_DPOP_PROOF_MISSING'
  | 'M2M_DPOP_PROOF_MALFORMED'
  | 'M2M_DPOP_KEY_NOT_ALLOWED'
  | 'M2M_DPOP_KEY_MISMATCH'
  | 'M2M_DPOP_SIGNATURE_INVALID'
  | 'M2M_DPOP_PROOF_MISMATCH'
  | 'M2M_DPOP_PROOF_EXPIRED'
  | 'M2M_DPOP_PROOF_REPLAYED';

/** Whoever shows a bound token does not prove that it holds the key (RFC 9449 §4.3, §7.1; HTTP 401). */
export class ProofRejected extends M2MError {
  constructor(
    /** Which of the checks the proof fails. */
    readonly code: ProofRejectionCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The proof may be good, but so many were shown lately that this one cannot be remembered, and a
 * proof that is not remembered could be shown again (HTTP 503).
 */
export class ProofMemoryFull extends M2MError {
  readonly code = 'M2M_DPOP_MEMORY_FULL';

  constructor(
    /** Whole seconds after which another try makes sense. */
    readonly retryAfterSec: number,
  ) {
    super('Too many DPoP proofs are remembered to take another one. Try again with a new proof.');
  }
}
