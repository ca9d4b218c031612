/** A cached token: `fresh` needs nothing, `stale` is served and renewed, `expired` is never served. */
export type TokenState = 'fresh' | 'stale' | 'expired';

/** Until when a token is what; milliseconds of the monotonic clock. */
export interface TokenTimes {
  readonly freshUntilMs: number;
  readonly usableUntilMs: number;
}

/** What the auth-server said, and when the request for it was sent. */
export interface TokenLife {
  readonly sentAtMs: number;
  readonly expiresInSec: number;
  readonly refreshInSec: number | undefined;
}

const SAFETY_MARGIN_MS = 5_000;
const SAFETY_MARGIN_SHARE = 0.1;
const EARLIEST_RENEWAL_SHARE = 0.8;
const LATEST_RENEWAL_SHARE = 0.95;

/**
 * When to renew a token and when to stop using it.
 *
 * It is usable until 5 s before its end (a tenth of its life, if that is less), counted from the
 * moment the request was sent, since the token can be no older than that. It is renewed between 80 % and
 * 95 % of `refreshIn`, where `jitter` (0 to 1, one per process) spreads a fleet; without a sensible
 * `refreshIn` at half of its life; and never before `minRefreshMs`, whatever the server says.
 */
export function tokenTimes(life: TokenLife, jitter: number, minRefreshMs: number): TokenTimes {
  const lifeMs = life.expiresInSec * 1_000;
  const usableMs = lifeMs - Math.min(SAFETY_MARGIN_MS, lifeMs * SAFETY_MARGIN_SHARE);
  const refreshMs = refreshMsOf(life, lifeMs);
  const share = EARLIEST_RENEWAL_SHARE + jitter * (LATEST_RENEWAL_SHARE - EARLIEST_RENEWAL_SHARE);
  const freshMs = Math.min(Math.max(refreshMs * share, minRefreshMs), usableMs);
  return { freshUntilMs: life.sentAtMs + freshMs, usableUntilMs: life.sentAtMs + usableMs };
}

/** The state of a token at a moment of the monotonic clock. */
export function tokenStateAt(times: TokenTimes, nowMs: number): TokenState {
  if (nowMs < times.freshUntilMs) return 'fresh';
  return nowMs < times.usableUntilMs ? 'stale' : 'expired';
}

function refreshMsOf({ refreshInSec }: TokenLife, lifeMs: number): number {
  const given = refreshInSec === undefined ? 0 : refreshInSec * 1_000;
  return given > 0 && given < lifeMs ? given : lifeMs / 2;
}
