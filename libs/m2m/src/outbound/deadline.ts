/** A signal that ends when a caller's signal ends or time is up, and can tell which it was. */
export interface Deadline<S = AbortSignal> {
  readonly signal: S;
  /** Whether it was time that ended it. */
  readonly isOver: () => boolean;
  /** Stops the timer; the caller's signal stays in force. */
  readonly clear: () => void;
}

/** Starts a deadline of `ms` milliseconds. */
export function startDeadline(ms: number, signal: AbortSignal | undefined | null): Deadline {
  const time = new AbortController();
  const timer = setTimeout(() => time.abort(), ms);
  return {
    signal: signal ? AbortSignal.any([signal, time.signal]) : time.signal,
    isOver: () => time.signal.aborted,
    clear: () => clearTimeout(timer),
  };
}
