import type { Writable } from 'node:stream';

/** Where a progress line goes, and whether it may be taken back there. */
export interface ProgressScreen {
  readonly stream: Writable;
  readonly isTerminal: boolean;
}

const AFTER_MS = 1000;
const EVERY_MS = 1000;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Says what takes so long once it has taken a second: on a terminal one line that counts and goes
 * away, elsewhere one line that stays.
 */
export async function withProgress<T>(
  { stream, isTerminal }: ProgressScreen,
  label: () => string,
  work: Promise<T>,
): Promise<T> {
  let passedMs = 0;
  let isShown = false;
  const timer = setInterval(() => {
    passedMs += EVERY_MS;
    if (isTerminal) stream.write(`${CLEAR_LINE}${label()} … ${passedMs / 1000} s`);
    else if (!isShown) stream.write(`${label()} …\n`);
    isShown = true;
  }, AFTER_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (isShown && isTerminal) stream.write(CLEAR_LINE);
  }
}
