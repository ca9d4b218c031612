/** Time, as a port: production reads the system, a test sets it. */
export interface Clock {
  /** Wall-clock time in milliseconds since the epoch; compared with `exp`, `nbf` and `iat`. */
  nowMs(): number;
  /** Milliseconds of a clock that never jumps; measures ages and waits. */
  monotonicMs(): number;
}

/** The system's clocks. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
