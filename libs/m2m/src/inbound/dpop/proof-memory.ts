import { createHash } from 'node:crypto';
import { ProofMemoryFull, ProofRejected } from '../../shared/proof-rejected.error.js';

/** One proof that is about to be accepted: what tells it from all others, and until when. */
export interface UsedProof {
  /** Of the key that it is signed with (RFC 7638). */
  readonly thumbprint: string;
  /** Its `jti`. */
  readonly proofId: string;
  /** Its `htu`, in normal form. */
  readonly uri: string;
  /** Wall-clock milliseconds from which it is refused for its age alone. */
  readonly endsAtMs: number;
}

/** Proofs that end within the same span are forgotten together. */
const SPAN_MS = 10_000;

/**
 * The proofs that were accepted and could be shown again, at most `maxProofs`. None is forgotten
 * before it has ended: a new one is refused rather.
 */
export class ProofMemory {
  /** What ends in the span of this number, by a hash that has one length whatever was sent. */
  readonly #spans = new Map<number, Set<string>>();
  #size = 0;

  constructor(private readonly maxProofs: number) {}

  /**
   * Accepts a proof once.
   *
   * @throws ProofRejected `M2M_DPOP_PROOF_REPLAYED` when it was accepted before.
   * @throws ProofMemoryFull when it could not be told from its own replay later.
   */
  claim(proof: UsedProof, nowMs: number): void {
    this.#forgetEnded(nowMs);
    const hash = hashOf(proof);
    for (const span of this.#spans.values()) if (span.has(hash)) throw replayedProof();
    if (this.#size >= this.maxProofs) throw new ProofMemoryFull(SPAN_MS / 1000);
    const number = Math.floor(proof.endsAtMs / SPAN_MS);
    const span = this.#spans.get(number) ?? new Set();
    this.#spans.set(number, span.add(hash));
    this.#size += 1;
  }

  /** Number of proofs held. */
  get size(): number {
    return this.#size;
  }

  #forgetEnded(nowMs: number): void {
    for (const [number, span] of this.#spans) {
      if ((number + 1) * SPAN_MS > nowMs) continue;
      this.#spans.delete(number);
      this.#size -= span.size;
    }
  }
}

/** The refusal of a proof that was accepted before, be it here or elsewhere. */
export function replayedProof(): ProofRejected {
  return new ProofRejected(
    'M2M_DPOP_PROOF_REPLAYED',
    'The DPoP proof was shown before: make a new one, with a new "jti", for every request.',
  );
}

function hashOf({ thumbprint, proofId, uri }: UsedProof): string {
  return createHash('sha256').update(`${thumbprint}\n${uri}\n${proofId}`).digest('base64url');
}
