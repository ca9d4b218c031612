/** Waits between attempts when the core does not say how long, in milliseconds; then it is given up. */
const BACKOFF_MS = [20, 100, 400] as const;

/**
 * How long to wait after a 429 (RFC 6585 §4), in milliseconds: what `Retry-After` says (RFC 9110
 * §10.2.3, seconds or a date), else a little longer each time. Undefined when it is time to give up.
 */
export function retryAfterMs(
  header: string | readonly string[] | undefined,
  attempt: number,
  nowMs: number,
): number | undefined {
  if (typeof header !== 'string') return BACKOFF_MS[attempt];
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? BACKOFF_MS[attempt] : Math.max(0, at - nowMs);
}
