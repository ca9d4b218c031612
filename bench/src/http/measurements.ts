import { median, medianRatio, upperQuartile } from '../report/statistics.js';
import { labelOf, type Subject } from './subjects.js';

/** One burst of one subject. */
export interface Sample {
  readonly perSecond: number;
  /** Requests per second of the server's CPU. */
  readonly perCpuSecond: number;
  readonly p99Ms: number;
}

export type Rate = 'perSecond' | 'perCpuSecond';

/** All bursts of one run, by subject and round. */
export class Measurements {
  private readonly rounds: Map<string, Sample[]>[] = [];

  /** What is added from now on belongs to fresh processes. */
  beginRound(): void {
    this.rounds.push(new Map());
  }

  add(subject: Subject, sample: Sample): void {
    const label = labelOf(subject);
    const round = this.rounds.at(-1);
    round?.set(label, [...(round.get(label) ?? []), sample]);
  }

  has(label: string): boolean {
    return this.rounds.some((round) => round.has(label));
  }

  /** The middle of the rounds, each of which counts with its better bursts. */
  median(label: string, figure: Rate): number {
    return median(this.series(label, figure));
  }

  medianP99Ms(label: string): number {
    return median(this.rounds.flatMap((round) => round.get(label) ?? []).map(({ p99Ms }) => p99Ms));
  }

  /** How much of `to` is left with `of`, the median over the rounds. */
  ratio(of: string, to: string, rate: Rate): number {
    return medianRatio(this.series(of, rate), this.series(to, rate));
  }

  private series(label: string, rate: Rate): number[] {
    return this.rounds.map((round) =>
      upperQuartile((round.get(label) ?? []).map((sample) => sample[rate])),
    );
  }
}
