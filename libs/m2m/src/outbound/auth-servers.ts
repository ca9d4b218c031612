import { AuthServerUnreachable, TokenResponseInvalid } from './auth-server.errors.js';
import { backoffMs } from './backoff.js';
import { CircuitBreaker } from './circuit-breaker.js';
import type { ResolvedOutboundOptions } from './outbound-options.js';
import type { TokenAsk } from './token-answer.js';
import { TokenEndpoint, type TimedGrant } from './token-endpoint.js';

interface Server {
  readonly endpoint: TokenEndpoint;
  readonly breaker: CircuitBreaker;
}

type Options = Pick<
  ResolvedOutboundOptions,
  'authServers' | 'attempts' | 'backoff' | 'breaker' | 'events' | 'clock' | 'random' | 'wait'
> &
  Partial<Pick<ResolvedOutboundOptions, 'tokenTransport' | 'dpop'>>;

/** How hard to try for one token. */
export interface Effort {
  readonly attempts: number;
  /** Moment of the monotonic clock at which to give up. */
  readonly untilMs: number;
}

/**
 * The auth-servers of this microservice, asked one after another.
 *
 * The last good one is asked first. One that fails hands over to the next at once; only after all
 * have failed is there a wait, which grows from round to round and honours `Retry-After`.
 */
export class AuthServers {
  readonly #servers: readonly Server[];
  #preferred = 0;

  constructor(private readonly options: Options) {
    this.#servers = options.authServers.map((url) => ({
      endpoint: new TokenEndpoint(url, options.clock, options.tokenTransport, options.dpop?.prover),
      breaker: new CircuitBreaker(options.breaker, options.clock, (state) =>
        options.events.breakerChanged(url.href, state),
      ),
    }));
  }

  /**
   * Gets one token.
   *
   * @throws a refusal as the first auth-server that answers states it; {@link AuthServerUnreachable} or
   * {@link TokenResponseInvalid} when none gave a usable answer
   */
  async request(ask: TokenAsk, credential: string, effort: Effort): Promise<TimedGrant> {
    let failure: Error | undefined;
    for (let round = 0; round < effort.attempts; round += 1) {
      if (round > 0 && !(await this.#pause(round - 1, effort))) break;
      const outcome = await this.#askInTurn(ask, credential, effort.untilMs);
      if (outcome !== undefined && !(outcome instanceof Error)) return outcome;
      failure = outcome ?? failure;
    }
    throw failure ?? this.#allLeftAlone();
  }

  close(): void {
    for (const { endpoint } of this.#servers) endpoint.close();
  }

  /** Undefined when no auth-server may be asked now. */
  async #askInTurn(
    ask: TokenAsk,
    credential: string,
    untilMs: number,
  ): Promise<TimedGrant | Error | undefined> {
    let failure: Error | undefined;
    for (const [turn, server] of this.#inTurn().entries()) {
      const leftMs = untilMs - this.options.clock.monotonicMs();
      if (leftMs <= 0 || !server.breaker.admits()) continue;
      const shareMs = leftMs / (this.#servers.length - turn);
      const outcome = await this.#askOne(server, ask, credential, shareMs);
      if (!(outcome instanceof Error)) {
        this.#preferred = this.#servers.indexOf(server);
        return outcome;
      }
      failure = outcome;
    }
    return failure;
  }

  #inTurn(): readonly Server[] {
    return [...this.#servers.slice(this.#preferred), ...this.#servers.slice(0, this.#preferred)];
  }

  async #askOne(
    { endpoint, breaker }: Server,
    ask: TokenAsk,
    credential: string,
    deadlineMs: number,
  ): Promise<TimedGrant | Error> {
    try {
      const grant = await endpoint.request(ask, credential, deadlineMs);
      breaker.succeeded();
      return grant;
    } catch (error) {
      if (error instanceof AuthServerUnreachable) {
        breaker.failed((error.statedRetryAfterSec ?? 0) * 1_000);
        return error;
      }
      if (error instanceof TokenResponseInvalid) {
        breaker.failed();
        return error;
      }
      breaker.succeeded();
      throw error;
    }
  }

  /** False when the deadline would pass meanwhile. */
  async #pause(round: number, { untilMs }: Effort): Promise<boolean> {
    const { backoff, random, clock, wait } = this.options;
    const pauseMs = this.#shortestWaitMs() + backoffMs(round, backoff, random());
    if (clock.monotonicMs() + pauseMs >= untilMs) return false;
    await wait(pauseMs);
    return true;
  }

  #shortestWaitMs(): number {
    return Math.min(...this.#servers.map(({ breaker }) => breaker.waitMs()));
  }

  #allLeftAlone(): AuthServerUnreachable {
    return new AuthServerUnreachable(
      'no auth-server could be asked, since each has failed lately and is left alone, or no time was left',
      Math.ceil(this.#shortestWaitMs() / 1_000),
    );
  }
}
