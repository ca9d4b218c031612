/** What a bucket holds: `burst` tokens at most, of which `perSec` come back each second. */
export interface Rate {
  readonly perSec: number;
  readonly burst: number;
}

/** A bucket from which nothing was taken, or nothing that is not back yet. */
export const FULL = Number.NEGATIVE_INFINITY;

/** Far below a microsecond: what is lost when times are added as floating-point numbers. */
const ROUNDING_MS = 1e-6;

/**
 * How long until a token can be taken, in milliseconds; 0 or less when one is there now.
 *
 * A bucket is one number, the moment at which it is full again (the generic cell rate algorithm):
 * tokens come back by themselves, so nothing has to run for a bucket that nobody touches.
 */
export function waitMs(fullAtMs: number, nowMs: number, { perSec, burst }: Rate): number {
  const missingMs = Math.max(fullAtMs - nowMs, 0);
  const untilTokenMs = missingMs - ((burst - 1) * 1000) / perSec;
  return untilTokenMs > ROUNDING_MS ? untilTokenMs : 0;
}

/**
 * The bucket after `tokens` were taken; one cannot owe more than it holds, so the wait for the next
 * token is never longer than one token takes to come back.
 */
export function taken(fullAtMs: number, nowMs: number, rate: Rate, tokens = 1): number {
  const from = Math.max(fullAtMs, nowMs);
  return Math.min(from + (tokens * 1000) / rate.perSec, nowMs + (rate.burst * 1000) / rate.perSec);
}

/** `Retry-After` (RFC 9110 §10.2.3): whole seconds after which the next request succeeds. */
export function retryAfterSec(waitMsLeft: number): number {
  return Math.max(1, Math.ceil((waitMsLeft - ROUNDING_MS) / 1000));
}
