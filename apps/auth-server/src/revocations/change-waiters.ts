/** Most requests that are held at once; further ones are answered as if their time was up. */
const MOST_WAITERS = 10_000;

/** Holds requests until something changes, for as long as each of them says. */
export class ChangeWaiters {
  private readonly waiting = new Set<() => void>();
  private isClosed = false;

  constructor(private readonly most = MOST_WAITERS) {}

  /** How many are being held. */
  get size(): number {
    return this.waiting.size;
  }

  /**
   * Resolves at the next change, after `ms`, or when `left` says that nobody waits any more; at once
   * when too many wait already, or after `close`.
   */
  wait(ms: number, left: (stop: () => void) => void): Promise<void> {
    if (this.isClosed || this.waiting.size >= this.most) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.waiting.delete(stop);
        resolve();
      };
      const timer = setTimeout(stop, ms).unref();
      this.waiting.add(stop);
      left(stop);
    });
  }

  /** Something has changed: nobody waits any longer. */
  wake(): void {
    for (const stop of this.waiting) stop();
  }

  /** Lets all go, now and from now on: a server that stops holds nobody up. */
  close(): void {
    this.isClosed = true;
    this.wake();
  }
}
