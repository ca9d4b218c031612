import { LRUCache } from 'lru-cache';
import type { VerifiedToken } from './verified-token.js';

/** Characters of the signature by which a token is looked up; the rest is compared afterwards. */
const KEY_LENGTH = 32;

/** Longest time before a token is verified anew, so that no entry outlives a lost key set by much. */
const MAX_AGE_MS = 3_600_000;

interface Entry {
  readonly verified: VerifiedToken;
  readonly endsAtMs: number;
}

/**
 * Tokens that have been verified, so that each costs a lookup until it ends.
 *
 * Looked up by the tail of the signature and then compared as a whole, so one token can never be
 * taken for another. Holds successes only, at most `maxEntries` of them, the least recently used
 * goes first; an entry ends with its token and after one hour at the latest.
 */
export class VerifiedTokenCache {
  private readonly entries: LRUCache<string, Entry>;

  constructor(maxEntries: number) {
    this.entries = new LRUCache({ max: maxEntries });
  }

  /** The verified token, or undefined when it is not known or has ended. */
  find(token: string, nowMs: number): VerifiedToken | undefined {
    const entry = this.entries.get(keyOf(token));
    if (entry === undefined || entry.verified.token !== token) return undefined;
    if (nowMs >= entry.endsAtMs) {
      this.entries.delete(keyOf(token));
      return undefined;
    }
    return entry.verified;
  }

  /** Remembers a token that has just been verified. */
  add(verified: VerifiedToken, nowMs: number): void {
    const endsAtMs = Math.min(verified.endsAtMs, nowMs + MAX_AGE_MS);
    this.entries.set(keyOf(verified.token), { verified, endsAtMs });
  }

  /** Forgets every token that was signed with one of these keys. */
  forgetKeys(keyIds: ReadonlySet<string>): void {
    for (const [key, { verified }] of this.entries.entries()) {
      if (keyIds.has(verified.keyId)) this.entries.delete(key);
    }
  }

  /** Number of tokens held. */
  get size(): number {
    return this.entries.size;
  }
}

function keyOf(token: string): string {
  return token.slice(-KEY_LENGTH);
}
