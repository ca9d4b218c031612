import type { KeyObject } from 'node:crypto';
import { types } from 'node:util';
import type { Clock } from '../shared/clock.js';
import { KeySetUnavailable } from '../shared/request-refused.error.js';
import { TokenRejected } from '../shared/token-rejected.error.js';
import { FetchBudget, type FetchCause } from './fetch-budget.js';
import type { InboundEvents } from './inbound-events.js';
import type { KeySource } from './key-source.port.js';
import { readKeySet } from './read-key-set.js';

/** How a {@link KeySet} keeps itself up to date. All in milliseconds. */
export interface KeySetTiming {
  /** Age from which a set is fetched again, in the background. */
  readonly refreshIntervalMs: number;
  /** Least time between two fetches for one cause (age, unknown key). */
  readonly cooldownMs: number;
  /** Age up to which the last good set is used while no newer one can be had. */
  readonly maxStaleMs: number;
}

/** What a {@link KeySet} is made of. */
export interface KeySetParts {
  readonly source: KeySource;
  readonly timing: KeySetTiming;
  readonly clock: Clock;
  readonly events?: InboundEvents;
}

/** The state of a {@link KeySet} for health checks. */
export interface KeySetSnapshot {
  /** Age of the set in force, or undefined when there is none. */
  readonly ageMs: number | undefined;
  /** The `kid` of every key that tokens are judged by. */
  readonly keyIds: readonly string[];
  /** Why the latest fetch failed, or undefined when it succeeded. */
  readonly lastError: string | undefined;
}

interface LoadedSet {
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly fetchedAtMs: number;
}

/** Wait after a refused connection while there is no set: nobody was there to be spared. */
const COLD_RETRY_MS = 1000;

/**
 * The public keys of one issuer, in memory.
 *
 * The whole set comes in one fetch that all who need it share. It is refreshed in the background
 * from `refreshIntervalMs` on; while that fails the last good set stays in force up to `maxStaleMs`.
 * A document without a usable key never replaces it. A `kid` that is not in the set causes at most
 * one fetch per cooldown, however many are made up, so a key that was not published ahead of its
 * first use is accepted after one cooldown at the latest. Never more than two fetches per cooldown.
 * A key that leaves the set is refused after `refreshIntervalMs` at the latest, or one cooldown more
 * when a fetch has just failed.
 */
export class KeySet {
  private set: LoadedSet | undefined;
  private lastError: Error | undefined;
  private fetching: Promise<void> | undefined;
  private readonly budget: FetchBudget;
  private readonly events: InboundEvents;
  private readonly listeners: ((keyIds: ReadonlySet<string>) => void)[] = [];

  /** @internal Made by {@link M2MInboundModule}. */
  constructor(private readonly parts: KeySetParts) {
    this.budget = new FetchBudget(parts.timing.cooldownMs);
    this.events = parts.events ?? {};
  }

  /**
   * The key named `keyId`.
   *
   * @throws TokenRejected `M2M_KEY_UNKNOWN` when an up-to-date set does not have it.
   * @throws KeySetUnavailable when there is no set, or when it lacks the key and cannot be refreshed.
   */
  async keyFor(keyId: string): Promise<KeyObject> {
    const known = this.keyAtHand(keyId);
    if (known !== undefined) return known;
    await this.fetchOnce(this.usableSet() === undefined ? 'refresh' : 'unknown-key');
    const after = this.usableSet();
    const key = after?.keys.get(keyId);
    if (key !== undefined) return key;
    if (after === undefined || this.lastError !== undefined) throw this.unavailable();
    throw new TokenRejected('M2M_KEY_UNKNOWN', 'The token is signed with a key that is not known.');
  }

  /** The key named `keyId` if it is in memory; never waits, but sees to it that the set stays fresh. */
  keyAtHand(keyId: string): KeyObject | undefined {
    const set = this.usableSet();
    if (set === undefined) return undefined;
    if (this.isDue()) void this.fetchOnce('refresh');
    return set.keys.get(keyId);
  }

  /** Whether this very key is in force under this name. */
  holds(keyId: string): boolean {
    return this.usableSet()?.keys.has(keyId) ?? false;
  }

  /** Fetches the set if there is none or if it has aged; never rejects. */
  async refreshIfDue(): Promise<void> {
    if (this.usableSet() === undefined || this.isDue()) await this.fetchOnce('refresh');
  }

  /** Calls `listener` with the names of keys that have left the set or changed. */
  onKeysGone(listener: (keyIds: ReadonlySet<string>) => void): void {
    this.listeners.push(listener);
  }

  /** The state for health checks. */
  snapshot(): KeySetSnapshot {
    return {
      ageMs: this.set && this.parts.clock.monotonicMs() - this.set.fetchedAtMs,
      keyIds: [...(this.set?.keys.keys() ?? [])],
      lastError: this.lastError?.message,
    };
  }

  private usableSet(): LoadedSet | undefined {
    return this.set !== undefined && this.ageMs(this.set) < this.parts.timing.maxStaleMs
      ? this.set
      : undefined;
  }

  private isDue(): boolean {
    return this.set !== undefined && this.ageMs(this.set) >= this.parts.timing.refreshIntervalMs;
  }

  private ageMs(set: LoadedSet): number {
    return this.parts.clock.monotonicMs() - set.fetchedAtMs;
  }

  /** Joins the fetch under way or starts one if the budget allows; never rejects. */
  private fetchOnce(cause: FetchCause): Promise<void> {
    if (this.fetching !== undefined) return this.fetching;
    if (!this.budget.claim(cause, this.parts.clock.monotonicMs())) return Promise.resolve();
    this.fetching = this.fetch().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private async fetch(): Promise<void> {
    const startedAtMs = this.parts.clock.monotonicMs();
    try {
      const keys = readKeySet(await this.parts.source(), this.events);
      this.install({ keys, fetchedAtMs: startedAtMs });
      this.events.keySetFetched?.([...keys.keys()]);
    } catch (cause) {
      this.lastError = types.isNativeError(cause) ? cause : new Error(String(cause));
      if (this.set === undefined && isConnectionRefused(this.lastError)) {
        this.budget.shorten(COLD_RETRY_MS, this.parts.clock.monotonicMs());
      }
      this.events.keySetFetchFailed?.(this.lastError);
    }
  }

  private install(next: LoadedSet): void {
    const former = this.set;
    this.set = next;
    this.lastError = undefined;
    const gone = new Set<string>();
    for (const [keyId, key] of former?.keys ?? []) {
      if (next.keys.get(keyId)?.equals(key) !== true) gone.add(keyId);
    }
    if (gone.size > 0) for (const listener of this.listeners) listener(gone);
  }

  private unavailable(): KeySetUnavailable {
    const nowMs = this.parts.clock.monotonicMs();
    return new KeySetUnavailable(this.budget.retryAfterSec(nowMs), { cause: this.lastError });
  }
}

/** A connection that was refused reached no endpoint (the global fetch wraps the reason). */
function isConnectionRefused(error: Error): boolean {
  const reason: unknown = error.cause ?? error;
  return types.isNativeError(reason) && 'code' in reason && reason.code === 'ECONNREFUSED';
}
