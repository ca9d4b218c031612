/** A server may ask for at most this much patience; more is cut. */
export const RETRY_AFTER_CAP_SEC = 60;

const SECONDS = /^\d{1,9}$/;

/**
 * Reads `Retry-After` (RFC 9110 §10.2.3), seconds or date; undefined when absent or unreadable.
 *
 * @param nowMs wall-clock time, which a date is compared with
 * @returns whole seconds, from 0 to 60
 */
export function parseRetryAfterSec(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (SECONDS.test(text)) return Math.min(Number(text), RETRY_AFTER_CAP_SEC);
  const dateMs = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(dateMs)) return undefined;
  return Math.min(Math.max(Math.ceil((dateMs - nowMs) / 1_000), 0), RETRY_AFTER_CAP_SEC);
}
