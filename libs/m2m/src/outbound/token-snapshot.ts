import { M2MError } from '../shared/m2m.error.js';
import type { TokenEntry } from './token-cache.js';
import { tokenStateAt, type TokenState } from './token-state.js';

/** What health checks may know of one token: never the token. */
export interface TokenSnapshot {
  /** The microservice that the token is for. */
  readonly target: string;
  /** Normalised; empty when no scope is asked for. */
  readonly scope: string;
  /** `missing` when no token has been had yet. */
  readonly state: TokenState | 'missing';
  /** Whole seconds for which the token is still handed out; 0 when it is not. */
  readonly secondsLeft: number;
  /** Failed tries in a row; 0 when all is well. */
  readonly failures: number;
  /** The stable code of the latest failure; undefined when all is well. */
  readonly reason: string | undefined;
}

/** @param nowMs a moment of the monotonic clock */
export function snapshotOf(entry: TokenEntry, nowMs: number): TokenSnapshot {
  const { target, scope, token, failures, refusal } = entry;
  return {
    target,
    scope,
    state: token === undefined ? 'missing' : tokenStateAt(token, nowMs),
    secondsLeft: secondsLeft(token, nowMs),
    failures,
    reason: refusal?.error instanceof M2MError ? refusal.error.code : undefined,
  };
}

/** Whole seconds for which a token is still handed out. */
export function secondsLeft(token: TokenEntry['token'], nowMs: number): number {
  return token === undefined ? 0 : Math.max(0, Math.floor((token.usableUntilMs - nowMs) / 1_000));
}
