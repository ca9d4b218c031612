import type { Clock } from '@app/m2m';
import { FULL, taken, waitMs, type Rate } from './token-bucket.js';

/** What two generations of buckets hold together at most. */
export const MOST_BUCKETS = 100_000;

/** Buckets that one instance tells the others of at a time: those from which most was taken. */
export const MOST_TOLD = 500;

/** How much was taken, by bucket. */
export type Spending = ReadonlyMap<string, number>;

/**
 * One bucket for each key. Memory is bounded: when the young generation is full it becomes the old
 * one, and what was in the old one and is not asked for again is forgotten, that is, full.
 */
export class Buckets {
  private young = new Map<string, number>();
  private old = new Map<string, number>();
  private spent = new Map<string, number>();

  constructor(
    readonly rate: Rate,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
    private readonly mostBuckets = MOST_BUCKETS,
  ) {}

  /** Takes a token; returns 0, or how many milliseconds it is until there is one to take. */
  take(key: string): number {
    const nowMs = this.clock.monotonicMs();
    const fullAtMs = this.find(key);
    const wait = waitMs(fullAtMs, nowMs, this.rate);
    if (wait > 0) return wait;
    this.put(key, taken(fullAtMs, nowMs, this.rate));
    this.note(key);
    return 0;
  }

  /** Takes what was taken elsewhere from the same bucket. */
  absorb(key: string, tokens: number): void {
    this.put(key, taken(this.find(key), this.clock.monotonicMs(), this.rate, tokens));
  }

  /** What was taken here since this was last asked; at most {@link MOST_TOLD} buckets, the busiest. */
  drainSpending(): Spending {
    const { spent } = this;
    this.spent = new Map();
    if (spent.size <= MOST_TOLD) return spent;
    return new Map([...spent].toSorted(([, a], [, b]) => b - a).slice(0, MOST_TOLD));
  }

  /** How many buckets are remembered. */
  get size(): number {
    return this.young.size + this.old.size;
  }

  private find(key: string): number {
    return this.young.get(key) ?? this.old.get(key) ?? FULL;
  }

  private put(key: string, fullAtMs: number): void {
    if (this.young.size >= this.mostBuckets / 2 && !this.young.has(key)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, fullAtMs);
  }

  private note(key: string): void {
    const known = this.spent.get(key);
    if (known !== undefined) this.spent.set(key, known + 1);
    else if (this.spent.size < this.mostBuckets / 2) this.spent.set(key, 1);
  }
}
