import type { Clock } from '../shared/clock.js';
import { RevocationsStale } from '../shared/request-refused.error.js';
import { TokenRejected } from '../shared/token-rejected.error.js';
import { RevocationList } from './revocation-list.js';
import type { VerifiedToken } from './verified-token.js';

/** The state of a {@link RevocationFeed} for health checks. */
export interface RevocationSnapshot {
  /** Whether the auth-server's list is followed at all. */
  readonly isFollowed: boolean;
  /** Time since the auth-server last confirmed the list in force; undefined when it never did. */
  readonly ageMs: number | undefined;
  /** Time since the auth-server was last heard, or since the start; what raises the alarm. */
  readonly silentMs: number;
  /** Whether it was silent for longer than it may be. */
  readonly isStale: boolean;
  /** Of the list in force; 0 before the first one. */
  readonly version: number;
  /** Entries that concern this microservice. */
  readonly entries: number;
}

/** What a {@link RevocationFeed} is made of. */
export interface RevocationFeedParts {
  /** Undefined when no list is followed. */
  readonly source: unknown;
  readonly staleAfterMs: number;
  readonly intervalMs: number;
  readonly clock: Clock;
}

/**
 * What the auth-server has revoked, in memory. Tokens are judged by the last list known, however old;
 * its version never goes back.
 */
export class RevocationFeed {
  private list = RevocationList.EMPTY;
  private confirmedAtMs: number | undefined;
  private isFollowed: boolean;
  private readonly startedAtMs: number;

  /** @internal Made by {@link M2MInboundModule}. */
  constructor(private readonly parts: RevocationFeedParts) {
    this.isFollowed = parts.source !== undefined;
    this.startedAtMs = parts.clock.monotonicMs();
  }

  /**
   * Judges a genuine token, also one that was remembered.
   *
   * @internal Called by the guard.
   *
   * @throws TokenRejected `M2M_TOKEN_REVOKED` when it was revoked.
   */
  judge(verified: VerifiedToken): void {
    if (!this.list.voids(verified)) return;
    throw new TokenRejected(
      'M2M_TOKEN_REVOKED',
      'The token was revoked. Ask the auth-server for a new one; if it refuses, too, so was the caller.',
    );
  }

  /**
   * For routes that would rather refuse than not know.
   *
   * @throws RevocationsStale when the last news are too old, when there were none yet, or when no list
   * is followed.
   */
  demandFresh(): void {
    if (this.isFollowed && this.confirmedAtMs !== undefined && !this.isStale()) return;
    throw new RevocationsStale(Math.ceil(this.parts.intervalMs / 1000));
  }

  /**
   * Puts a list in force, unless a newer one is; returns whether it is the newest now.
   *
   * @internal
   */
  install(list: RevocationList): boolean {
    if (list.version < this.list.version) return false;
    this.list = list;
    this.confirm();
    return true;
  }

  /**
   * The list in force was confirmed as the newest.
   *
   * @internal
   */
  confirm(): void {
    this.confirmedAtMs = this.parts.clock.monotonicMs();
  }

  /**
   * There is no list to be followed.
   *
   * @internal
   */
  giveUp(): void {
    this.isFollowed = false;
  }

  /** The state for health checks. */
  snapshot(): RevocationSnapshot {
    const { isFollowed } = this;
    const { version, size: entries } = this.list;
    const silentMs = this.silentMs();
    const ageMs = this.confirmedAtMs === undefined ? undefined : silentMs;
    return { isFollowed, ageMs, silentMs, isStale: this.isStale(), version, entries };
  }

  private isStale(): boolean {
    return this.silentMs() >= this.parts.staleAfterMs;
  }

  private silentMs(): number {
    return this.parts.clock.monotonicMs() - (this.confirmedAtMs ?? this.startedAtMs);
  }
}
