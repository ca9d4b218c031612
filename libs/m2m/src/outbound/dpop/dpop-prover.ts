import { LRUCache } from 'lru-cache';
import type { Clock } from '../../shared/clock.js';
import type { DpopKey } from './dpop-key.js';

/** A server's answer, as far as it is about proofs. */
export interface ProofAnswer {
  readonly url: URL;
  /** Its header `DPoP-Nonce`. */
  readonly nonce: string | null | undefined;
}

const MOST_SERVERS = 1_000;
/** What RFC 9449 §8.1 lets a nonce be made of, and no longer than a header should be. */
const NONCE = /^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/;

/** Proves the key of this process to whoever asks, with the nonce that each server gave last. */
export class DpopProver {
  readonly #nonces = new LRUCache<string, string>({ max: MOST_SERVERS });

  constructor(
    private readonly key: DpopKey,
    private readonly clock: Clock,
  ) {}

  /** Of the key that is proven. */
  get thumbprint(): string {
    return this.key.thumbprint;
  }

  /** A new proof for one request: with each try comes another one. */
  proof(method: string, url: URL, token?: string): string {
    const nonce = this.#nonces.get(url.origin);
    return this.key.proof({ method, url, token, nonce, nowMs: this.clock.nowMs() });
  }

  /**
   * Remembers the nonce of an answer (RFC 9449 §8.2); whether there is one. It may be known already,
   * from a call at the same time, so callers try twice at most.
   */
  learn({ url, nonce }: ProofAnswer): boolean {
    if (typeof nonce !== 'string' || !NONCE.test(nonce)) return false;
    this.#nonces.set(url.origin, nonce);
    return true;
  }
}
