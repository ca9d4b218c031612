import http from 'node:http';
import https from 'node:https';
import type { Clock } from '../shared/clock.js';
import { AuthServerUnreachable, TokenResponseInvalid } from './auth-server.errors.js';
import { AnswerTooLarge, postJson, type JsonPost, type JsonPostAnswer } from './json-post.js';
import type { DpopProver } from './dpop/dpop-prover.js';
import { judgeTokenAnswer, type TokenAsk } from './token-answer.js';
import type { TokenGrant } from './token-response.js';

/** A grant, and when it was asked for. */
export interface TimedGrant extends TokenGrant {
  /** Monotonic milliseconds just before the request was sent; the token is no older. */
  readonly sentAtMs: number;
}

/**
 * Carries one token request to an auth-server, as a port: production posts it, a test answers it in
 * the same process. Rejects when no complete answer came within `deadlineMs`.
 */
export type TokenTransport = (post: JsonPost) => Promise<JsonPostAnswer>;

/** `POST {authServer}/accesstoken` of one auth-server, over kept-alive connections. */
export class TokenEndpoint {
  readonly #url: URL;
  readonly #agent: http.Agent | https.Agent;

  constructor(
    authServer: URL,
    private readonly clock: Clock,
    private readonly transport: TokenTransport = postJson,
    private readonly prover?: DpopProver,
  ) {
    this.#url = new URL(`${authServer.href.replace(/\/+$/, '')}/accesstoken`);
    this.#agent =
      authServer.protocol === 'https:'
        ? new https.Agent({ keepAlive: true })
        : new http.Agent({ keepAlive: true });
  }

  /** @throws what `judgeTokenAnswer` throws, and {@link AuthServerUnreachable} when nothing came back */
  async request(ask: TokenAsk, credential: string, deadlineMs: number): Promise<TimedGrant> {
    const sentAtMs = this.clock.monotonicMs();
    const answer = await this.#post(ask, credential, deadlineMs);
    return { ...judgeTokenAnswer(answer, ask, this.clock.nowMs()), sentAtMs };
  }

  close(): void {
    this.#agent.destroy();
  }

  /** With a proof of its own when the token is to be bound; the auth-server asks for no nonce. */
  #post(ask: TokenAsk, credential: string, deadlineMs: number): Promise<JsonPostAnswer> {
    const { target, scope, isBound = false } = ask;
    return this.transport({
      url: this.#url,
      bearer: credential,
      dpop: isBound ? this.prover?.proof('POST', this.#url) : undefined,
      body: scope === '' ? { target } : { target, scope },
      deadlineMs,
      agent: this.#agent,
    }).catch((error: unknown) => {
      throw this.#failureOf(error as Error);
    });
  }

  #failureOf(error: NodeJS.ErrnoException): Error {
    if (error instanceof AnswerTooLarge) {
      return new TokenResponseInvalid(error.message, {}, { cause: error });
    }
    return new AuthServerUnreachable(
      `${this.#url.origin} gave no answer (${error.code ?? error.message})`,
      undefined,
      {},
      { cause: error },
    );
  }
}
