import type { Clock } from '../../libs/m2m/src/shared/clock.js';

/** A clock that moves only when a test says so; both of its readings advance together. */
export class FakeClock implements Clock {
  #monotonicMs = 1_000;
  #nowMs: number;

  constructor(nowMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    this.#monotonicMs += ms;
  }

  /** Moves the wall clock alone, as a time server does when it corrects a machine. */
  jumpWallClock(ms: number): void {
    this.#nowMs += ms;
  }
}
