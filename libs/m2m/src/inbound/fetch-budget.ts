/** The two causes for which a key set is fetched; each has a cooldown of its own. */
export type FetchCause = 'refresh' | 'unknown-key';

/**
 * Bounds the fetches of a key set: one per cause and cooldown, hence never more than two per
 * cooldown, whatever is sent. The cooldown is claimed before the fetch, so failures count too.
 */
export class FetchBudget {
  private readonly nextAtMs: Record<FetchCause, number> = { refresh: 0, 'unknown-key': 0 };

  constructor(private readonly cooldownMs: number) {}

  /** Whether a fetch may start now; if so, the cooldown of its cause has begun. */
  claim(cause: FetchCause, nowMs: number): boolean {
    if (nowMs < this.nextAtMs[cause]) return false;
    this.nextAtMs[cause] = nowMs + this.cooldownMs;
    return true;
  }

  /** Lets the next refresh come sooner than the cooldown: nobody was there to be spared. */
  shorten(delayMs: number, nowMs: number): void {
    this.nextAtMs.refresh = Math.min(this.nextAtMs.refresh, nowMs + delayMs);
  }

  /** Whole seconds until the next refresh may start, at least one. */
  retryAfterSec(nowMs: number): number {
    return Math.max(1, Math.ceil((this.nextAtMs.refresh - nowMs) / 1000));
  }
}
