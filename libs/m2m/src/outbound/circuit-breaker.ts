import type { Clock } from '../shared/clock.js';

/** When a breaker opens and for how long. */
export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open before one probe is let through, in milliseconds. */
  readonly openMs: number;
}

/** `open` admits nothing, `half-open` has exactly one probe under way. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * Stops asking a server that fails.
 *
 * Every admitted try must be reported with {@link succeeded} or {@link failed}. Time is read when a
 * try asks to be admitted, so there is no timer.
 */
export class CircuitBreaker {
  #state: BreakerState = 'closed';
  #failures = 0;
  #openUntilMs = 0;

  constructor(
    private readonly limits: BreakerLimits,
    private readonly clock: Clock,
    private readonly onChange: (state: 'opened' | 'closed') => void,
  ) {}

  get state(): BreakerState {
    return this.#state;
  }

  /** Whether a try may go out now; the first one after the wait becomes the only probe. */
  admits(): boolean {
    if (this.#state === 'closed') return true;
    if (this.#state === 'half-open' || this.waitMs() > 0) return false;
    this.#state = 'half-open';
    return true;
  }

  /** Milliseconds until a try can be admitted; 0 when it can be now. */
  waitMs(): number {
    return this.#state === 'open' ? Math.max(0, this.#openUntilMs - this.clock.monotonicMs()) : 0;
  }

  succeeded(): void {
    this.#failures = 0;
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.onChange('closed');
  }

  /** @param retryAfterMs the server's own wish, which opens the breaker at once and for so long; 0 is none */
  failed(retryAfterMs = 0): void {
    this.#failures += 1;
    const wished = retryAfterMs > 0;
    if (!wished && this.#state === 'closed' && this.#failures < this.limits.failures) return;
    const wasClosed = this.#state === 'closed';
    this.#state = 'open';
    this.#openUntilMs = this.clock.monotonicMs() + (wished ? retryAfterMs : this.limits.openMs);
    if (wasClosed) this.onChange('opened');
  }
}
