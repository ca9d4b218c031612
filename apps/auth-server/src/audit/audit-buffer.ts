import { AnonymousRefusals } from './anonymous-refusals.js';
import type { Act, AuditBatch, Denial, Gap } from './audit-batch.js';
import { CallCounts, type CountedCall } from './call-counts.js';
import type { CredentialRefusalRecord } from './decision-record.js';

/** What a buffer holds at most; all of it together takes about 50 MB. */
export interface AuditBufferLimits {
  /** Denials and acts. Default 65536: ten minutes of 100 a second. */
  readonly entries?: number;
  /** Counters of allowed calls, and rows of refused credentials. Default 10000 each. */
  readonly keys?: number;
}

/** Entries of each kind in one batch: what a database takes in a few milliseconds. */
const BATCH = 200;

/** Entries that found no room. */
interface Loss {
  sinceMs: number;
  untilMs: number;
  denials: number;
  acts: number;
}

/** Entries that wait to be written, in bounded memory. What finds no room is counted. */
export class AuditBuffer {
  private readonly denials: Denial[] = [];
  private readonly acts: Act[] = [];
  private readonly refusals: AnonymousRefusals;
  private readonly counts: CallCounts;
  private readonly most: number;
  private loss: Loss | undefined;
  private lostBefore = 0;

  constructor(instance: string, { entries = 65_536, keys = 10_000 }: AuditBufferLimits = {}) {
    this.most = entries;
    this.counts = new CallCounts(keys);
    this.refusals = new AnonymousRefusals(instance, keys);
  }

  /** Denials, acts, refusals and counters that wait. */
  get depth(): number {
    return this.entries + this.refusals.size + this.counts.size;
  }

  /** How many batches it takes to write what is there now. */
  get batches(): number {
    const { denials, acts, refusals, counts, hasLoss } = this;
    const most = Math.max(denials.length, acts.length, refusals.size, counts.size);
    return Math.max(Math.ceil(most / BATCH), Number(hasLoss));
  }

  /** Denials and acts that were lost since the start. */
  get lost(): number {
    return this.lostBefore + (this.loss === undefined ? 0 : this.loss.denials + this.loss.acts);
  }

  /** Whether anything was lost since the last batch was taken. */
  get hasLoss(): boolean {
    return this.loss !== undefined;
  }

  addCall(call: CountedCall, nowMs: number): void {
    this.counts.add(call, nowMs);
  }

  addDenial(denial: Denial, nowMs: number): void {
    if (this.entries < this.most) this.denials.push(denial);
    else this.lose(nowMs).denials += 1;
  }

  addAct(act: Act, nowMs: number): void {
    if (this.entries < this.most) this.acts.push(act);
    else this.lose(nowMs).acts += 1;
  }

  addRefusal(refusal: CredentialRefusalRecord, nowMs: number): void {
    if (!this.refusals.add(refusal, nowMs)) this.lose(nowMs).denials += 1;
  }

  /**
   * Counts a whole batch as lost, because no database will ever take it. Its calls are counted still,
   * but told apart no more.
   */
  giveUp({ denials, refusals, acts, counts, gaps }: AuditBatch, nowMs: number): void {
    for (const count of counts) this.counts.addUntold(count);
    if (denials.length + refusals.length + acts.length + gaps.length === 0) return;
    const loss = this.lose(nowMs);
    const moments = [...denials, ...refusals, ...acts].map(({ at }) => at.getTime());
    const sinceMs = gaps.map(({ since }) => since.getTime());
    loss.sinceMs = Math.min(loss.sinceMs, ...moments, ...sinceMs);
    loss.denials += sum([...denials, ...refusals].map(({ count = 1 }) => count));
    loss.acts += acts.length;
    for (const gap of gaps) {
      loss.denials += gap.denials;
      loss.acts += gap.acts;
      this.lostBefore -= gap.denials + gap.acts;
    }
  }

  /** Removes what fits into one transaction. */
  take(idOfGap: () => string): AuditBatch {
    const gaps = this.loss === undefined ? [] : [gapOf(this.loss, idOfGap())];
    this.lostBefore = this.lost;
    this.loss = undefined;
    return {
      denials: this.denials.splice(0, BATCH),
      refusals: this.refusals.take(BATCH),
      acts: this.acts.splice(0, BATCH),
      counts: this.counts.take(BATCH),
      gaps,
    };
  }

  private get entries(): number {
    return this.denials.length + this.acts.length;
  }

  private lose(nowMs: number): Loss {
    this.loss ??= { sinceMs: nowMs, untilMs: nowMs, denials: 0, acts: 0 };
    this.loss.untilMs = nowMs;
    return this.loss;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function gapOf({ sinceMs, untilMs, denials, acts }: Loss, id: string): Gap {
  return { id, at: new Date(untilMs), since: new Date(sinceMs), denials, acts };
}
