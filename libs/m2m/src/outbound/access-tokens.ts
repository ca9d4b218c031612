import { abortable } from './abortable.js';
import { AuthServerUnreachable } from './auth-server.errors.js';
import { AuthServers } from './auth-servers.js';
import { backoffMs } from './backoff.js';
import { CredentialSource } from './credential-source.js';
import { CredentialMissing, isCredentialError } from './credential.errors.js';
import { BoundTokenRequired } from './dpop/dpop.errors.js';
import { EdgeNotAllowed } from './edge-not-allowed.error.js';
import type { ResolvedOutboundOptions } from './outbound-options.js';
import { TokenCache, type HeldToken, type TokenEntry } from './token-cache.js';
import type { TimedGrant } from './token-endpoint.js';
import { secondsLeft, snapshotOf, type TokenSnapshot } from './token-snapshot.js';
import { tokenStateAt, tokenTimes } from './token-state.js';

/** The shortest time between two tries for the same token. */
const LEAST_HOLD_MS = 1_000;

/**
 * The access tokens of this microservice: fresh ones from memory, stale ones from memory while they
 * are renewed in the background, and only expired ones at the price of a request.
 *
 * There is one instance per module and no timer: everything is decided by the clock when a token is
 * asked for.
 */
export class AccessTokens {
  readonly #cache: TokenCache;
  readonly #authServers: AuthServers;
  readonly #credential: CredentialSource;
  readonly #jitter: number;
  #credentialFailed = false;

  constructor(private readonly options: ResolvedOutboundOptions) {
    this.#cache = new TokenCache(
      {
        issuer: options.issuer,
        caller: options.name,
        keyThumbprint: options.dpop?.prover.thumbprint,
      },
      options.maxTokens,
    );
    this.#authServers = new AuthServers(options);
    this.#credential = new CredentialSource(options);
    this.#jitter = options.random();
  }

  /** As {@link held}, for who shows the token in a way of its own and can prove no key beside it. */
  async get(target: string, scope: string, signal?: AbortSignal): Promise<string> {
    return (await this.#usable(this.#cache.entry(target, scope), signal)).accessToken;
  }

  /**
   * A usable token, bound to the key where the target takes no others; `signal` rejects this caller
   * only, never the fetch that others share.
   */
  held(target: string, scope: string, signal?: AbortSignal): Promise<HeldToken> {
    return this.#usable(this.#proven(target, scope), signal);
  }

  #usable(entry: TokenEntry, signal?: AbortSignal): Promise<HeldToken> {
    const { clock, events } = this.options;
    const { target } = entry;
    const nowMs = clock.monotonicMs();
    const state = entry.token === undefined ? 'expired' : tokenStateAt(entry.token, nowMs);
    if (entry.token !== undefined && state !== 'expired') {
      events.looked(target, state);
      if (state === 'stale' && nowMs >= entry.renewAfterMs) this.#renewInBackground(entry);
      return Promise.resolve(entry.token);
    }
    if (entry.refusal !== undefined && nowMs < entry.refusal.untilMs) {
      events.looked(target, 'refused');
      return Promise.reject(entry.refusal.error);
    }
    events.looked(target, 'miss');
    return abortable(this.#fetch(entry), signal);
  }

  /**
   * Another token for one that the target rejected, or undefined when there will be none now: a
   * target that rejects everything causes at most one request per `minRefreshMs`.
   */
  replacement(target: string, scope: string, rejected: string): Promise<HeldToken | undefined> {
    const entry = this.#proven(target, scope);
    const nowMs = this.options.clock.monotonicMs();
    const current = entry.token;
    if (
      current !== undefined &&
      current.accessToken !== rejected &&
      nowMs < current.usableUntilMs
    ) {
      return Promise.resolve(current);
    }
    if (entry.replacement !== undefined) return entry.replacement;
    if (nowMs < entry.replaceAfterMs) return Promise.resolve(undefined);
    entry.replaceAfterMs = nowMs + this.options.minRefreshMs;
    entry.generation += 1;
    entry.flight = undefined;
    const replacement = this.#fetch(entry)
      .catch(() => undefined)
      .finally(() => {
        if (entry.replacement === replacement) entry.replacement = undefined;
      });
    entry.replacement = replacement;
    return replacement;
  }

  /** From now on {@link held} gives bound tokens here, if this microservice can: the target takes no others. */
  bind(target: string, scope: string): void {
    if (this.options.dpop === undefined) return;
    this.#cache.entry(target, scope).isRefusedAsBearer = true;
  }

  /** The entry for who proves the key where that is needed. */
  #proven(target: string, scope: string): TokenEntry {
    const usual = this.#cache.entry(target, scope);
    return usual.isRefusedAsBearer ? this.#cache.entry(target, scope, true) : usual;
  }

  invalidate(target: string): void {
    this.#cache.invalidate(target);
  }

  snapshot(): readonly TokenSnapshot[] {
    const nowMs = this.options.clock.monotonicMs();
    return Array.from(this.#cache.entries(), (entry) => snapshotOf(entry, nowMs));
  }

  close(): void {
    this.#authServers.close();
  }

  #renewInBackground(entry: TokenEntry): void {
    this.#fetch(entry).catch(() => undefined);
  }

  #fetch(entry: TokenEntry): Promise<HeldToken> {
    if (entry.flight !== undefined) return entry.flight;
    const { generation } = entry;
    const flight = this.#request(entry)
      .then(
        (grant) => this.#store(entry, grant, generation),
        (error: unknown) => this.#fail(entry, error as Error, generation),
      )
      .finally(() => {
        if (entry.flight === flight) entry.flight = undefined;
      });
    entry.flight = flight;
    return flight;
  }

  async #request(entry: TokenEntry): Promise<TimedGrant> {
    const { target, scope } = entry;
    const { name, issuer, clock, timeoutMs, attempts, events } = this.options;
    const untilMs = clock.monotonicMs() + timeoutMs;
    const credential = await this.#credential.read();
    const ask = { caller: name, issuer, target, scope };
    const effort = { attempts, untilMs };
    const request = () =>
      this.#bindingAsNeeded(entry, (isBound) =>
        this.#authServers.request({ ...ask, isBound }, credential, effort),
      );
    return events.requesting?.(target, request) ?? request();
  }

  /** Asks for a bound token where one is wanted, or as soon as the policy demands one. */
  async #bindingAsNeeded(
    entry: TokenEntry,
    request: (isBound: boolean) => Promise<TimedGrant>,
  ): Promise<TimedGrant> {
    const { dpop } = this.options;
    const isBound = dpop !== undefined && (dpop.isAlways || entry.isBound || entry.needsBinding);
    try {
      return await request(isBound);
    } catch (error) {
      if (!(error instanceof BoundTokenRequired) || dpop === undefined || isBound) throw error;
      entry.needsBinding = true;
      return request(true);
    }
  }

  #store(entry: TokenEntry, grant: TimedGrant, generation: number): HeldToken {
    const { accessToken, isBound, expiresInSec, sentAtMs } = grant;
    const { minRefreshMs, events } = this.options;
    this.#credentialFailed = false;
    if (entry.generation === generation) {
      const times = tokenTimes(grant, this.#jitter, minRefreshMs);
      const expiresAtMs = sentAtMs + expiresInSec * 1_000;
      entry.token = { accessToken, isBound, expiresAtMs, ...times };
      entry.refusal = undefined;
      entry.renewAfterMs = sentAtMs + minRefreshMs;
      events.renewed(entry.target, entry.failures);
      entry.failures = 0;
    }
    return { accessToken, isBound };
  }

  #fail(entry: TokenEntry, error: Error, generation: number): never {
    if (entry.generation === generation) {
      const { clock, backoff, random, events } = this.options;
      const nowMs = clock.monotonicMs();
      entry.failures += 1;
      if (error instanceof EdgeNotAllowed) entry.token = undefined;
      entry.refusal = { error, untilMs: nowMs + this.#holdMs(error) };
      const statedMs = error instanceof AuthServerUnreachable ? error.retryAfterSec * 1_000 : 0;
      const waitMs = Math.max(
        statedMs,
        backoffMs(entry.failures, backoff, random()),
        LEAST_HOLD_MS,
      );
      entry.renewAfterMs = nowMs + waitMs;
      const left = secondsLeft(entry.token, nowMs);
      events.renewalFailed(entry.target, error, entry.failures, left);
    }
    if (isCredentialError(error) && !this.#credentialFailed) {
      this.#credentialFailed = true;
      this.options.events.credentialFailed(error);
    }
    throw error;
  }

  /** A missing credential is not remembered, since nothing is sent before one is there. */
  #holdMs(error: Error): number {
    if (error instanceof CredentialMissing) return 0;
    return error instanceof AuthServerUnreachable ? LEAST_HOLD_MS : this.options.refusalTtlMs;
  }
}
