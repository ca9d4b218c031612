import type { CallCount } from './audit-batch.js';
import type { DecisionRecord } from './decision-record.js';

const HOUR_MS = 3_600_000;

/** Longer than any request may ask for, and short enough for an index. */
const LONGEST_SCOPE = 2048;

/** Stands for what there is no room to tell apart. */
const OTHER = '*';

/** Calls that are alike. */
interface Kind {
  readonly caller: string;
  readonly target: string;
  readonly scope: string;
  readonly observed: string;
}

const UNTOLD: Kind = { caller: OTHER, target: OTHER, scope: OTHER, observed: '' };

interface Counter extends Kind {
  readonly hour: Date;
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
    const { caller, target, scopes, askedScopes = scopes, observed = '' } = call;
    const kind = { caller, target, scope: askedScopes.join(' '), observed };
    const key = keyOf(kind, nowMs);
    const hasRoom = this.counters.size < this.most && kind.scope.length <= LONGEST_SCOPE;
    if (hasRoom || this.counters.has(key)) this.count(key, kind, { count: 1, atMs: nowMs });
    else this.addUntold({ count: 1, lastAt: new Date(nowMs) });
  }

  /** Counts calls of one hour that cannot be told apart. */
  addUntold({ count, lastAt }: Pick<CallCount, 'count' | 'lastAt'>): void {
    const atMs = lastAt.getTime();
    this.count(keyOf(UNTOLD, atMs), UNTOLD, { count, atMs });
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

  private count(key: string, kind: Kind, { count, atMs }: { count: number; atMs: number }): void {
    const known = this.counters.get(key);
    if (known === undefined) {
      const hour = new Date(hourOf(atMs) * HOUR_MS);
      this.counters.set(key, { ...kind, hour, count, lastAtMs: atMs });
    } else {
      known.count += count;
      known.lastAtMs = Math.max(known.lastAtMs, atMs);
    }
  }
}

function keyOf({ caller, target, scope, observed }: Kind, atMs: number): string {
  return `${hourOf(atMs)} ${caller} ${target} ${observed} ${scope}`;
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS);
}

/** What counts of a decision. */
export type CountedCall = Pick<
  DecisionRecord,
  'caller' | 'target' | 'scopes' | 'askedScopes' | 'observed'
>;
