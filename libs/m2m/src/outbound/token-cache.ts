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
  /** Whether bound tokens alone are kept here, whatever the policy says. */
  readonly isBound: boolean;
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
  /** Whether the target is known to take no bearer token: who can prove a key looks for a bound one. */
  isRefusedAsBearer: boolean;
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
  readonly #usual: Index = new Map();
  readonly #bound: Index = new Map();

  constructor(
    private readonly owner: Pick<TokenKeyParts, 'issuer' | 'caller' | 'keyThumbprint'>,
    maxTokens: number,
  ) {
    this.#kept = new LRUCache({ max: maxTokens, dispose: (entry) => this.#forget(entry) });
  }

  /** The entry of one target and normalised scope, made when there is none. */
  entry(target: string, scope: string, isBound = false): TokenEntry {
    const known = this.#index(isBound).get(target)?.get(scope);
    if (known === undefined) return this.#make({ target, scope, isBound });
    this.#kept.get(known.key);
    return known;
  }

  /** Forgets all tokens and refusals of a target; fetches under way can no longer write. */
  invalidate(target: string): void {
    for (const index of [this.#usual, this.#bound]) {
      for (const entry of index.get(target)?.values() ?? []) {
        Object.assign(entry, EMPTY, { generation: entry.generation + 1 });
      }
    }
  }

  entries(): Iterable<TokenEntry> {
    return this.#kept.values();
  }

  #index(isBound: boolean): Index {
    return isBound ? this.#bound : this.#usual;
  }

  #make(parts: Place): TokenEntry {
    const { target, scope, isBound } = parts;
    const key = tokenKey({ ...this.owner, ...parts });
    const entry = { key, ...parts, ...EMPTY, ...UNDEMANDED, generation: 0 };
    const index = this.#index(isBound);
    const ofTarget = index.get(target) ?? new Map<string, TokenEntry>();
    index.set(target, ofTarget.set(scope, entry));
    this.#kept.set(key, entry);
    return entry;
  }

  #forget({ target, scope, isBound }: TokenEntry): void {
    const index = this.#index(isBound);
    const ofTarget = index.get(target);
    ofTarget?.delete(scope);
    if (ofTarget?.size === 0) index.delete(target);
  }
}

/** Entries by target, then scope. */
type Index = Map<string, Map<string, TokenEntry>>;

type Place = Pick<TokenEntry, 'target' | 'scope' | 'isBound'>;

const UNDEMANDED = { needsBinding: false, isRefusedAsBearer: false };

const EMPTY = {
  token: undefined,
  refusal: undefined,
  flight: undefined,
  replacement: undefined,
  failures: 0,
  renewAfterMs: 0,
  replaceAfterMs: 0,
} as const satisfies Partial<TokenEntry>;
