import { median } from '../report/statistics.js';

/** Something that is measured: what it is given, made outside the measured time, and what it does. */
export interface Lap<T> {
  readonly name: string;
  readonly prepare: (count: number) => readonly T[];
  readonly run: (given: T) => unknown;
}

/** Microseconds per operation, by name. */
export type LapTimes = Readonly<Record<string, number>>;

/**
 * Runs every lap in turn, batch after batch, and takes the median batch of each. Batches are shorter
 * than a slice of the scheduler, so that most are never interrupted.
 */
export async function takeLaps<T>(
  laps: readonly Lap<T>[],
  batches: number,
  batchSize: number,
): Promise<LapTimes> {
  const timesUs = laps.map((): number[] => []);
  for (let batch = -batches / 4; batch < batches; batch += 1) {
    for (const [at, lap] of laps.entries()) {
      const usPerOperation = await timeBatch(lap, batchSize);
      if (batch >= 0) timesUs[at]?.push(usPerOperation);
    }
  }
  return Object.fromEntries(laps.map(({ name }, at) => [name, median(timesUs[at] ?? [])]));
}

async function timeBatch<T>({ prepare, run }: Lap<T>, size: number): Promise<number> {
  const given = prepare(size);
  const startedAtNs = process.hrtime.bigint();
  for (const each of given) {
    const pending = run(each);
    if (pending instanceof Promise) await pending;
  }
  return Number(process.hrtime.bigint() - startedAtNs) / 1000 / given.length;
}
