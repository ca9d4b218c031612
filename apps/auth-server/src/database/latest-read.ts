/**
 * Reads of one thing that never overlap, so that an older answer cannot win over a newer one. All who
 * ask while one runs share the next.
 */
export class LatestRead<T> {
  private running: Promise<unknown> = Promise.resolve();
  private next: Promise<T> | undefined;

  constructor(private readonly read: () => Promise<T>) {}

  /** Resolves with what a read brings that began after this call. Throws what the read throws. */
  ask(): Promise<T> {
    this.next ??= this.readAfter(this.running);
    return this.next;
  }

  private async readAfter(previous: Promise<unknown>): Promise<T> {
    await previous.catch(() => undefined);
    const reading = this.read();
    this.running = reading;
    this.next = undefined;
    return reading;
  }
}
