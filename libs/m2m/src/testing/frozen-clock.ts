import type { Clock } from '../shared/clock.js';

/**
 * A clock that stands still until a test moves it. It starts at the real time, so that dates in
 * messages look familiar.
 */
export class FrozenClock implements Clock {
  #nowMs: number;
  #monotonicMs = 1_000_000;

  /** @param startMs wall-clock milliseconds since the epoch; default the real time */
  constructor(startMs: number = Date.now()) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** Lets time pass at once, in milliseconds. */
  advance(ms: number): void {
    this.#nowMs += ms;
    this.#monotonicMs += ms;
  }
}
