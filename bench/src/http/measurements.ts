import { medianRatio, median } from '../report/statistics.js';
import type { Subject } from './subjects.js';

/** One burst of one subject. */
export interface Sample {
  readonly perSecond: number;
  /** Requests per second of the server's CPU. */
  readonly perCpuSecond: number;
  readonly p99Ms: number;
}

export type Rate = 'perSecond' | 'perCpuSecond';

/** A short name for a subject. */
export function labelOf({ server, guard, tokens }: Subject): string {
  return `${server} ${guard} ${tokens}`;
}

/** All bursts of one run, by subject, in the order in which they were taken in turn. */
export class Measurements {
  private readonly samples = new Map<string, Sample[]>();

  add(subject: Subject, sample: Sample): void {
    this.note(labelOf(subject), sample);
  }

  /** A second sample of the same subject in the same round. */
  addProbe(subject: Subject, sample: Sample): void {
    this.note(`${labelOf(subject)} again`, sample);
  }

  has(label: string): boolean {
    return this.samples.has(label);
  }

  median(label: string, figure: Rate | 'p99Ms'): number {
    return median(this.series(label, figure));
  }

  /** How much of `to` is left with `of`, the median over the turns. */
  ratio(of: string, to: string, rate: Rate): number {
    return medianRatio(this.series(of, rate), this.series(to, rate));
  }

  private note(label: string, sample: Sample): void {
    this.samples.set(label, [...(this.samples.get(label) ?? []), sample]);
  }

  private series(label: string, figure: Rate | 'p99Ms'): number[] {
    return (this.samples.get(label) ?? []).map((sample) => sample[figure]);
  }
}
