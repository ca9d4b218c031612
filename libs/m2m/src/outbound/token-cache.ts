import { LRUCache } from 'lru-cache';
import { tokenKey, type TokenKeyParts } from './token-key.js';
import type { TokenTimes } from './token-state.js';

/** A token, and how it is shown. */
export interface HeldToken {
  readonly accessToken: string;
  /** Whether every request that shows it needs a proof of the key (RFC 9449 §7). */
  readonly isBound: boolean;
}

/** A token in memory. */
export interface CachedToken extends TokenTimes, HeldToken {
  /** End of the token's life on the monotonic clock, in milliseconds. */
  readonly expiresAtMs: number;
}

/** All that is known about one token; mutable, and shared by everyone who asks for it. */
export interface TokenEntry {
  /** As {@link tokenKey} makes it. */
  readonly key: string;
  readonly target: string;
  readonly scope: string;
  token: CachedToken | undefined;
  /** The last failure, thrown again until its time is over. */
  refusal: { readonly error: Error; readonly untilMs: number } | undefined;
  /** Raised by an invalidation: a fetch of an older generation may not write. */
  generation: number;
  /** The one fetch under way. */
  flight: Promise<HeldToken> | undefined;
  /** The one replacement of a token that the target rejected. */
  replacement: Promise<HeldToken | undefined> | undefined;
  /** Whether the policy is known to demand bound tokens here. */
  needsBinding: boolean;
  /** Failures in a row. */
  failures: number;
  /** No renewal in the background before this moment. */
  renewAfterMs: number;
  /** No further replacement before this moment. */
  replaceAfterMs: number;
}

/**
 * Tokens of one microservice, bounded: the least recently used leaves first.
 *
 * A call that finds its token builds no key: entries are found by target, then scope, and carry the
 * key by which they are kept.
 */
export class TokenCache {
  readonly #kept: LRUCache<string, TokenEntry>;
  readonly #byTarget = new Map<string, Map<string, TokenEntry>>();

  constructor(
    private readonly owner: Pick<TokenKeyParts, 'issuer' | 'caller' | 'keyThumbprint'>,
    maxTokens: number,
  ) {
    this.#kept = new LRUCache({ max: maxTokens, dispose: (entry) => this.#forget(entry) });
  }

  /** The entry of one target and normalised scope, made when there is none. */
  entry(target: string, scope: string): TokenEntry {
    const known = this.#byTarget.get(target)?.get(scope);
    if (known === undefined) return this.#make(target, scope);
    this.#kept.get(known.key);
    return known;
  }

  /** Forgets all tokens and refusals of a target; fetches under way can no longer write. */
  invalidate(target: string): void {
    for (const entry of this.#byTarget.get(target)?.values() ?? []) {
      Object.assign(entry, EMPTY, { generation: entry.generation + 1 });
    }
  }

  entries(): Iterable<TokenEntry> {
    return this.#kept.values();
  }

  #make(target: string, scope: string): TokenEntry {
    const key = tokenKey({ ...this.owner, target, scope });
    const entry = { key, target, scope, ...EMPTY, needsBinding: false, generation: 0 };
    const ofTarget = this.#byTarget.get(target) ?? new Map<string, TokenEntry>();
    this.#byTarget.set(target, ofTarget.set(scope, entry));
    this.#kept.set(key, entry);
    return entry;
  }

  #forget({ target, scope }: TokenEntry): void {
    const ofTarget = this.#byTarget.get(target);
    ofTarget?.delete(scope);
    if (ofTarget?.size === 0) this.#byTarget.delete(target);
  }
}

const EMPTY = {
  token: undefined,
  refusal: undefined,
  flight: undefined,
  replacement: undefined,
  failures: 0,
  renewAfterMs: 0,
  replaceAfterMs: 0,
} as const satisfies Partial<TokenEntry>;
