import type { BenchOptions } from '../options.js';
import { shuffled } from '../report/statistics.js';
import type { Findings } from '../report/verdict.js';
import { startIssuer, type Issuer } from '../tokens.js';
import { judgeHttp } from './judge-http.js';
import { Measurements } from './measurements.js';
import { Rig } from './rig.js';
import { labelOf, PROCESSES, type Subject } from './subjects.js';

/** Loaded this long at a time, so that a busy moment of the machine hits all subjects alike. */
const BURST_MS = 125;

type Running = readonly [Subject, Rig];

/** A protected route against the same route open, every guard in turn, round after round. */
export async function benchHttp(options: BenchOptions): Promise<Findings> {
  const issuer = await startIssuer();
  const tokens = issuer.tokens(1000);
  const processes = PROCESSES.map((subjects) =>
    subjects.filter((subject) => labelOf(subject).includes(options.filter)),
  ).filter(isNotEmpty);
  const measurements = new Measurements();
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      measurements.beginRound();
      await runRound(processes, measurements, issuer, tokens, options);
      process.stderr.write(`round ${round + 1} of ${options.rounds} is over\n`);
    }
  } finally {
    issuer.close();
  }
  return judgeHttp(measurements, processes.flat());
}

/** Fresh processes, whose subjects are all loaded by turns in short bursts. */
async function runRound(
  processes: readonly (readonly [Subject, ...Subject[]])[],
  measurements: Measurements,
  issuer: Issuer,
  tokens: readonly string[],
  { warmUpMs, measureMs }: BenchOptions,
): Promise<void> {
  const rigs: Rig[] = [];
  const running: Running[] = [];
  try {
    for (const subjects of processes) {
      const rig = await Rig.start(subjects, issuer, tokens);
      rigs.push(rig);
      for (const subject of subjects) running.push([subject, rig]);
    }
    for (const [subject, rig] of shuffled(running)) await rig.warmUp(subject, warmUpMs);
    for (let spentMs = 0; spentMs < measureMs; spentMs += BURST_MS) {
      // Never in the same order, so that nobody always follows the slowest.
      for (const [subject, rig] of shuffled(running)) {
        measurements.add(subject, await rig.measure(subject, BURST_MS));
      }
    }
  } finally {
    await Promise.all(rigs.map((rig) => rig.stop()));
  }
}

function isNotEmpty(some: Subject[]): some is [Subject, ...Subject[]] {
  return some.length > 0;
}
