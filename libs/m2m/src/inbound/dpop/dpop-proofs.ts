import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../shared/clock.js';
import { ProofRejected } from '../../shared/proof-rejected.error.js';
import { TokenRejected } from '../../shared/token-rejected.error.js';
import type { KeyBinding } from '../verified-token.js';
import { readDpopProof } from './dpop-proof.js';
import { judgeProof } from './judge-proof.js';
import type { ProofMemory, UsedProof } from './proof-memory.js';
import { requestUris } from './request-uri.js';

/** What a {@link DpopProofs} is made of. */
export interface DpopProofsParts {
  readonly memory: ProofMemory;
  readonly clock: Clock;
  /** Where callers reach this microservice; empty: by the `Host` that they name. */
  readonly publicUrls: readonly string[];
}

/** Tells whether whoever shows a bound token holds the key that it is bound to (RFC 9449 §7). */
export class DpopProofs {
  /** Several guards may judge one request, and every message of a WebSocket is one request. */
  readonly #proven = new WeakSet<IncomingMessage>();

  constructor(private readonly parts: DpopProofsParts) {}

  /**
   * Demands a proof with the request that shows a bound token. The first demand of a request uses
   * its proof up; the following ones of the same request find that it was given.
   *
   * @param message undefined for a transport that has no method and no address to prove
   * @throws ProofRejected for whatever is wrong with the proof.
   * @throws ProofMemoryFull when the proof cannot be remembered.
   * @throws TokenRejected `M2M_DPOP_HTTP_ONLY` without a message.
   */
  demand(message: IncomingMessage | undefined, binding: KeyBinding): void {
    if (message === undefined) throw httpOnly();
    if (this.#proven.has(message)) return;
    const { memory, clock, publicUrls } = this.parts;
    const uris = requestUris(message, publicUrls);
    const used = readUsedProof(message, { uris, clock, tokenHash: binding.tokenHash });
    if (used.thumbprint !== binding.keyThumbprint) {
      throw new ProofRejected(
        'M2M_DPOP_KEY_MISMATCH',
        'The DPoP proof is signed with another key than the one that the token is bound to.',
      );
    }
    memory.claim(used, clock.nowMs());
    this.#proven.add(message);
  }
}

/** What the proof of a request is judged by. */
export interface ProofExpectations {
  /** What the client may have called the address of the request, as `requestUris` gives it. */
  readonly uris: readonly string[];
  /** Tells how old a proof is. */
  readonly clock: Clock;
  /** Of the access token beside it (`ath`); absent when there is none. */
  readonly tokenHash?: string;
}

/**
 * Reads and judges the proof of one request (RFC 9449 §4.3), all but whether it was shown before and
 * whose key it is: both is up to who asks. For auth-servers; a microservice has the guard.
 *
 * @throws ProofRejected for whatever is wrong with the proof.
 */
export function readUsedProof(
  message: IncomingMessage,
  { uris, clock, tokenHash }: ProofExpectations,
): UsedProof {
  const { thumbprint, claims } = readDpopProof(message.headers['dpop'] as string | undefined);
  const request = { method: message.method ?? '', uris, tokenHash };
  return { thumbprint, ...judgeProof(claims, request, clock.nowMs()) };
}

function httpOnly(): TokenRejected {
  return new TokenRejected(
    'M2M_DPOP_HTTP_ONLY',
    'A token that is bound to a key can be proven over HTTP only: ask for one that is not bound, or call over HTTP.',
  );
}
