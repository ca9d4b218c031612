/** What waits for the database at most; beyond that it is let go. */
const MOST_PENDING = 10_000;

/**
 * Writes in batches and never on a request's path: the newest value of each key, once per interval.
 * While the database is away the values wait.
 */
export class WriteBehind<T> {
  private readonly pending = new Map<string, T>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly write: (batch: readonly T[]) => Promise<unknown>,
    private readonly intervalMs: number,
  ) {}

  /** Takes a value; costs a look-up in memory. */
  put(key: string, value: T): void {
    if (this.pending.size < MOST_PENDING || this.pending.has(key)) this.pending.set(key, value);
    this.flushLater();
  }

  /** Writes what waits; never rejects. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.writeBatch());
    return this.writing;
  }

  /** Writes what waits for the last time. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
    clearTimeout(this.timer);
  }

  private flushLater(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, this.intervalMs).unref();
  }

  private async writeBatch(): Promise<void> {
    const batch = [...this.pending];
    if (batch.length === 0) return;
    try {
      await this.write(batch.map(([, value]) => value));
      for (const [key, value] of batch) {
        if (this.pending.get(key) === value) this.pending.delete(key);
      }
    } catch {
      // The database's health is told elsewhere; the values stay and go with the next batch.
      this.flushLater();
    }
  }
}
