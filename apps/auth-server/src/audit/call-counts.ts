import type { CallCount } from './audit-batch.js';
import type { DecisionRecord } from './decision-record.js';

const HOUR_MS = 3_600_000;

/** Longer than any request may ask for, and short enough for an index. */
const LONGEST_SCOPE = 2048;

/** Stands for what there is no room to tell apart. */
const OTHER = '*';

interface Counter {
  readonly hour: Date;
  readonly caller: string;
  readonly target: string;
  readonly scope: string;
  readonly observed: string;
  count: number;
  lastAtMs: number;
}

/** Counts allowed calls in memory, by hour, edge, scopes asked for, and why they were let through. */
export class CallCounts {
  private readonly counters = new Map<string, Counter>();

  /** @param most Counters at most; what finds no room is counted under `*`, one for each hour. */
  constructor(private readonly most: number) {}

  get size(): number {
    return this.counters.size;
  }

  add(call: CountedCall, nowMs: number): void {
    const { caller, target, scopes, askedScopes = scopes } = call;
    const observed = call.observed ?? '';
    const scope = askedScopes.join(' ');
    const hourIndex = Math.floor(nowMs / HOUR_MS);
    const key = `${hourIndex} ${caller} ${target} ${observed} ${scope}`;
    const known = this.counters.get(key);
    if (known !== undefined) {
      known.count += 1;
      if (nowMs > known.lastAtMs) known.lastAtMs = nowMs;
    } else if (
      caller !== OTHER &&
      (this.counters.size >= this.most || scope.length > LONGEST_SCOPE)
    ) {
      this.add({ caller: OTHER, target: OTHER, scopes: [OTHER] }, nowMs);
    } else {
      const hour = new Date(hourIndex * HOUR_MS);
      this.counters.set(key, { hour, caller, target, scope, observed, count: 1, lastAtMs: nowMs });
    }
  }

  /** Removes up to so many counters and returns what they say. */
  take(most: number): readonly CallCount[] {
    const taken: CallCount[] = [];
    for (const [key, { lastAtMs, ...counter }] of this.counters) {
      if (taken.length === most) break;
      this.counters.delete(key);
      taken.push({ ...counter, lastAt: new Date(lastAtMs) });
    }
    return taken;
  }
}

/** What counts of a decision. */
export type CountedCall = Pick<
  DecisionRecord,
  'caller' | 'target' | 'scopes' | 'askedScopes' | 'observed'
>;
