/** Wall-clock time, as a port: production reads the system, a test sets it. */
export interface CoreClock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

/** The system's clock. */
export const systemCoreClock: CoreClock = { nowMs: () => Date.now() };
