/**
 * Follows a promise that others share, until the signal of this caller is aborted.
 *
 * The promise itself goes on. Rejects with the signal's reason.
 */
export function abortable<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return shared;
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    shared.finally(() => signal.removeEventListener('abort', giveUp)).then(resolve, reject);
  });
}
