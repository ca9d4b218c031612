import { LRUCache } from 'lru-cache';
import { tokenKey, type TokenKeyParts } from './token-key.js';
import type { TokenTimes } from './token-state.js';

/** A token in memory. */
export interface CachedToken extends TokenTimes {
  readonly accessToken: string;
  /** End of the token's life on the monotonic clock, in milliseconds. */
  readonly expiresAtMs: number;
}

/** All that is known about one token; mutable, and shared by everyone who asks for it. */
export interface TokenEntry {
  readonly target: string;
  readonly scope: string;
  token: CachedToken | undefined;
  /** The last failure, thrown again until its time is over. */
  refusal: { readonly error: Error; readonly untilMs: number } | undefined;
  /** Raised by an invalidation: a fetch of an older generation may not write. */
  generation: number;
  /** The one fetch under way. */
  flight: Promise<string> | undefined;
  /** The one replacement of a token that the target rejected. */
  replacement: Promise<string | undefined> | undefined;
  /** Failures in a row. */
  failures: number;
  /** No renewal in the background before this moment. */
  renewAfterMs: number;
  /** No further replacement before this moment. */
  replaceAfterMs: number;
}

/** Tokens of one microservice, bounded: the least recently used leaves first. */
export class TokenCache {
  readonly #entries: LRUCache<string, TokenEntry>;

  constructor(
    private readonly owner: Pick<TokenKeyParts, 'issuer' | 'caller'>,
    maxTokens: number,
  ) {
    this.#entries = new LRUCache({ max: maxTokens });
  }

  /** The entry of one target and normalised scope, made when there is none. */
  entry(target: string, scope: string): TokenEntry {
    const key = tokenKey({ ...this.owner, target, scope });
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const entry = emptyEntry(target, scope);
    this.#entries.set(key, entry);
    return entry;
  }

  /** Forgets all tokens and refusals of a target; fetches under way can no longer write. */
  invalidate(target: string): void {
    for (const entry of this.#entries.values()) {
      if (entry.target === target) {
        Object.assign(entry, emptyEntry(target, entry.scope), { generation: entry.generation + 1 });
      }
    }
  }

  entries(): Iterable<TokenEntry> {
    return this.#entries.values();
  }
}

function emptyEntry(target: string, scope: string): TokenEntry {
  return {
    target,
    scope,
    token: undefined,
    refusal: undefined,
    generation: 0,
    flight: undefined,
    replacement: undefined,
    failures: 0,
    renewAfterMs: 0,
    replaceAfterMs: 0,
  };
}
