import type { IncomingMessage } from 'node:http';
import { ProofRejected, readUsedProof, replayedProof, requestUris } from '@app/m2m';
import type { Clock, ProofMemory, UsedProof } from '@app/m2m';
import type { DecisionLog } from '../audit/decision-log.service.js';
import type { RequestOrigin } from '../audit/decision-record.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import type { UsedAssertions } from './used-assertions.service.js';

/** What {@link KeyProofs} is made of. */
export interface KeyProofsParts {
  /** Of this instance: known at once, and while the database is away. */
  readonly memory: Pick<ProofMemory, 'claim'>;
  /** Of all instances. */
  readonly used: Pick<UsedAssertions, 'claim'>;
  /** Told of every proof that is refused. */
  readonly decisions: Pick<DecisionLog, 'refused'>;
  readonly clock: Clock;
  /** Where clients reach this server; what they call it in `Host` counts as well. */
  readonly publicUrl: string;
  /** How long a token request waits for the other instances. Default 500. */
  readonly deadlineMs?: number;
}

/** Which key a token is to be bound to: the one that its client proves (RFC 9449 §5). */
export class KeyProofs {
  constructor(private readonly parts: KeyProofsParts) {}

  /**
   * The thumbprint of the key that a token request proves with its header `DPoP`, and undefined
   * without one. Uses the proof up, so it is for clients that are authenticated already.
   *
   * A proof that was shown to another instance is refused as long as the database can tell. While it
   * cannot, issuing goes on: the token is of use only to who holds the key.
   *
   * @throws {ProofRejected} for whatever is wrong with the proof.
   * @throws {ProofMemoryFull} when it cannot be remembered.
   */
  async thumbprintOf(message: IncomingMessage, origin: RequestOrigin): Promise<string | undefined> {
    if (message.headers['dpop'] === undefined) return undefined;
    try {
      return await this.use(message);
    } catch (error) {
      if (error instanceof ProofRejected) {
        this.parts.decisions.refused({ code: error.code, ...origin });
      }
      throw error;
    }
  }

  private async use(message: IncomingMessage): Promise<string> {
    const { memory, clock, publicUrl } = this.parts;
    const uris = [...requestUris(message, [publicUrl]), ...requestUris(message)];
    const proof = readUsedProof(message, { uris, clock });
    memory.claim(proof, clock.nowMs());
    if (!(await this.isNewElsewhere(proof))) throw replayedProof();
    return proof.thumbprint;
  }

  private async isNewElsewhere(proof: UsedProof): Promise<boolean> {
    const { thumbprint, uri, proofId, endsAtMs } = proof;
    // No client has such a name, so its assertions are never taken for proofs.
    const shared = { clientId: `dpop ${thumbprint}`, assertionId: `${uri} ${proofId}`, endsAtMs };
    let timer: NodeJS.Timeout | undefined;
    const givenUp = new Promise<true>((resolve) => {
      timer = setTimeout(() => resolve(true), this.parts.deadlineMs ?? 500);
    });
    const claimed = this.parts.used.claim(shared).catch((error: unknown) => {
      if (error instanceof DatabaseUnavailable) return true;
      throw error;
    });
    return Promise.race([claimed, givenUp]).finally(() => clearTimeout(timer));
  }
}
