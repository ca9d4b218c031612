/** The bounds of a growing wait. */
export interface BackoffBounds {
  /** The ceiling of the first wait, in milliseconds. */
  readonly baseMs: number;
  /** The ceiling of every wait, in milliseconds. */
  readonly capMs: number;
}

const LARGEST_EXPONENT = 30;

/**
 * Exponential backoff with full jitter: a random wait up to `baseMs * 2^failures`, capped.
 *
 * @param failures how many tries have failed before the last one; 0 or more
 * @param random 0 to 1
 */
export function backoffMs(failures: number, bounds: BackoffBounds, random: number): number {
  const ceilingMs = bounds.baseMs * 2 ** Math.min(failures, LARGEST_EXPONENT);
  return Math.round(Math.min(ceilingMs, bounds.capMs) * random);
}
