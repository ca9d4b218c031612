import { LRUCache } from 'lru-cache';
import type { VerifiedToken } from './verified-token.js';

/** Characters near the end of the signature that a credential is looked up by; all are compared. */
const KEY_LENGTH = 8;

/** Longest time before a token is verified anew, so that no entry outlives a lost key set by much. */
const MAX_AGE_MS = 3_600_000;

interface Entry {
  readonly authorization: string;
  readonly verified: VerifiedToken;
  readonly endsAtMs: number;
}

/**
 * Tokens that have been verified, so that each costs a lookup until it ends.
 *
 * Remembers the whole `Authorization` value as it came: cutting the token out first would make the
 * comparison several times dearer. Looked up by a number made of the signature and then compared as
 * a whole, so one token can never be taken for another. Holds successes only, at most `maxEntries` of them, the least recently used
 * goes first; an entry ends with its token and after one hour at the latest.
 */
export class VerifiedTokenCache {
  private readonly entries: LRUCache<number, Entry>;

  constructor(maxEntries: number) {
    this.entries = new LRUCache({ max: maxEntries });
  }

  /** The verified token, or undefined when it is not known or has ended. */
  find(authorization: string, nowMs: number): VerifiedToken | undefined {
    const key = keyOf(authorization);
    const entry = this.entries.get(key);
    if (entry === undefined || entry.authorization !== authorization) return undefined;
    if (nowMs >= entry.endsAtMs) {
      this.entries.delete(key);
      return undefined;
    }
    return entry.verified;
  }

  /** Remembers a token that has just been verified. */
  add(authorization: string, verified: VerifiedToken, nowMs: number): void {
    const endsAtMs = Math.min(verified.endsAtMs, nowMs + MAX_AGE_MS);
    this.entries.set(keyOf(authorization), { authorization, verified, endsAtMs });
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

/** A small integer, which a Map finds without hashing text. The last character has few values. */
function keyOf(authorization: string): number {
  const end = authorization.length - 1;
  let key = 0;
  for (let at = end - KEY_LENGTH; at < end; at += 1) {
    key = (Math.imul(key, 67) + authorization.charCodeAt(at)) | 0;
  }
  return key;
}
