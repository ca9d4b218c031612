import type { Clock } from '../shared/clock.js';

const DEADLINE_MS = 3_000;
/** A `Date` header has whole seconds, so it is half a second old on average (RFC 9110 §6.6.1). */
const DATE_IS_OLD_BY_MS = 500;

/**
 * How far this machine's clock is ahead of a server's, in whole seconds; negative when it is behind,
 * undefined when the server cannot be asked. Any answer will do, whatever its status.
 */
export async function clockDifferenceSec(url: URL, clock: Clock): Promise<number | undefined> {
  const sentAtMs = clock.nowMs();
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const receivedAtMs = clock.nowMs();
    await answer.body?.cancel();
    const dateMs = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isNaN(dateMs)) return undefined;
    const differenceMs = (sentAtMs + receivedAtMs) / 2 - (dateMs + DATE_IS_OLD_BY_MS);
    return Math.round(differenceMs / 1000);
  } catch {
    return undefined;
  }
}
