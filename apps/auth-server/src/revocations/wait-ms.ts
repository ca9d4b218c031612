import { Problem } from '@app/runtime';

/** Proxies cut what is silent for longer, a minute at the earliest. */
const LONGEST_WAIT_SEC = 25;

/**
 * How long a request may be held, from its parameter `wait` in seconds; more than 25 count as 25.
 *
 * @throws {Problem} 400 when it is no whole number.
 */
export function waitMs(wait: unknown): number {
  if (wait === undefined) return 0;
  if (typeof wait !== 'string' || !/^\d{1,3}$/.test(wait)) {
    throw new Problem({
      status: 400,
      code: 'M2M_REQUEST_INVALID',
      message: 'Give "wait" in whole seconds, such as wait=25, or leave it out.',
    });
  }
  return Math.min(Number(wait), LONGEST_WAIT_SEC) * 1000;
}
