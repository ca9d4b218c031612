import { readDpopProof } from '../inbound/dpop/dpop-proof.js';
import type { KeySource } from '../inbound/key-source.port.js';
import type { JsonPost, JsonPostAnswer } from '../outbound/json-post.js';
import type { FrozenClock } from './frozen-clock.js';
import type { TestKeys } from './test-keys.js';
import type { TestPolicy } from './test-policy.js';
import {
  TestRevocations,
  type RevocationDocument,
  type TestRevocation,
} from './test-revocations.js';
import type { TokenMint } from './token-mint.js';

/** What the auth-server refuses with: any code that a real one answers with 401. */
export type RefusalWord = 'M2M_EDGE_NOT_ALLOWED' | 'M2M_TOKEN_EXPIRED' | 'M2M_SIGNATURE_INVALID';

/** What an {@link InProcessAuthServer} is made of. */
export interface AuthServerParts {
  readonly policy: TestPolicy;
  readonly keys: TestKeys;
  readonly mint: TokenMint;
  readonly clock: FrozenClock;
  readonly lifetimeSec: number;
  readonly refreshSec: number;
}

type Fault =
  | { readonly kind: 'down' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'refusing'; readonly code: RefusalWord };

const CREDENTIAL = /^test-credential-of-(.+)$/;

/** The credential that this auth-server takes for the one of `caller`. */
export const testCredential = (caller: string): string => `test-credential-of-${caller}`;

/**
 * The auth-server, in the process of the test: the real wire answers, the policy of the test, real
 * signatures, and buttons for what can go wrong. It opens no socket.
 */
export class InProcessAuthServer {
  #fault: Fault | undefined;
  #decisions = 0;
  readonly #revocations: TestRevocations;

  /** @internal Made by `M2MTestKit`. */
  constructor(private readonly parts: AuthServerParts) {
    this.#revocations = new TestRevocations(parts.clock);
  }

  /** Answers nothing any more, neither tokens nor keys, until {@link recover}. */
  goDown(): void {
    this.#fault = { kind: 'down' };
  }

  /**
   * Takes `delayMs` of the frozen clock for every answer, without making the test wait. Above the
   * deadline of a token request (3 000 ms by default) it is as good as down.
   */
  slowDown(delayMs: number): void {
    this.#fault = { kind: 'slow', delayMs };
  }

  /** Refuses every token request with 401 and a code. */
  refuse(code: RefusalWord = 'M2M_EDGE_NOT_ALLOWED'): void {
    this.#fault = { kind: 'refusing', code };
  }

  /**
   * Pulls the kill switch: tokens that it concerns are refused everywhere from the next call on, unless
   * the auth-server is down, and none are issued. Returns how to lift it. As with a real one, tokens of
   * a caller or an edge from before the lift stay void; it takes a second of the frozen clock.
   */
  revoke(what: TestRevocation): () => void {
    return this.#revocations.revoke(what);
  }

  /** Ends every fault; what is revoked stays revoked. */
  recover(): void {
    this.#fault = undefined;
  }

  /** How often a token request was answered so far, faults included. */
  get decisions(): number {
    return this.#decisions;
  }

  /** @internal Its key set, for the receiving half. */
  readonly keySource: KeySource = async () => {
    await this.#passFault(Number.POSITIVE_INFINITY);
    return this.parts.keys.jwks();
  };

  /** @internal What it has revoked, for the receiving half; undefined while it does not answer. */
  revocationList(): RevocationDocument | undefined {
    return this.#fault === undefined || this.#fault.kind === 'refusing'
      ? this.#revocations.document()
      : undefined;
  }

  /** @internal Its token endpoint, for the calling half. */
  readonly tokenTransport = async ({
    bearer,
    dpop,
    body,
    deadlineMs,
  }: JsonPost): Promise<JsonPostAnswer> => {
    await this.#passFault(deadlineMs);
    this.#decisions += 1;
    const caller = CREDENTIAL.exec(bearer)?.[1];
    if (caller === undefined) return this.#refusal('M2M_SIGNATURE_INVALID');
    if (this.#fault?.kind === 'refusing') return this.#refusal(this.#fault.code);
    return this.#decide(caller, String(body['target']), scopesOf(body['scope']), dpop);
  };

  async #decide(
    caller: string,
    target: string,
    asked: readonly string[],
    proof: string | undefined,
  ): Promise<JsonPostAnswer> {
    const { policy, mint, lifetimeSec, refreshSec } = this.parts;
    const decision = policy.decide(caller, target, asked);
    if (!decision.allowed) return this.#refusal(decision.code);
    policy.markUsed(caller, target);
    const stop = this.#revocations.stop(caller, target);
    if (stop !== undefined) return this.#refusal(stop);
    const { scopes } = decision;
    const jkt = proof === undefined ? undefined : readDpopProof(proof).thumbprint;
    const cnf = jkt === undefined ? undefined : { jkt };
    return answer(200, {
      accessToken: await mint.mint({ caller, target, scopes, claims: { cnf } }),
      tokenType: cnf === undefined ? 'Bearer' : 'DPoP',
      expiresIn: lifetimeSec,
      refreshIn: refreshSec,
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    });
  }

  #refusal(code: string): JsonPostAnswer {
    return answer(401, {
      statusCode: 401,
      error: 'Unauthorized',
      code,
      message: 'The in-process auth-server refuses.',
      decisionId: `decision-${this.#decisions}`,
    });
  }

  async #passFault(deadlineMs: number): Promise<void> {
    if (this.#fault?.kind === 'down') {
      throw Object.assign(new Error('the test took the auth-server down'), {
        code: 'ECONNREFUSED',
      });
    }
    if (this.#fault?.kind !== 'slow') return;
    const { delayMs } = this.#fault;
    this.parts.clock.advance(Math.min(delayMs, deadlineMs));
    if (delayMs >= deadlineMs) throw new Error(`no complete answer within ${deadlineMs} ms`);
  }
}

const scopesOf = (scope: unknown): readonly string[] =>
  typeof scope === 'string' ? scope.split(' ') : [];

function answer(status: number, body: object): JsonPostAnswer {
  return {
    status,
    contentType: 'application/json; charset=utf-8',
    retryAfter: undefined,
    text: JSON.stringify(body),
  };
}
