import type { BenchOptions } from '../options.js';
import { shuffled } from '../report/statistics.js';
import type { Findings } from '../report/verdict.js';
import { startIssuer, type Issuer } from '../tokens.js';
import { judgeHttp } from './judge-http.js';
import { labelOf, Measurements } from './measurements.js';
import { Rig } from './rig.js';
import { SUBJECTS, type Subject } from './subjects.js';

/** Loaded this long at a time, so that a busy moment of the machine hits all subjects alike. */
const BURST_MS = 125;
const SERVERS = ['fastify', 'express', 'plain-express'] as const;

/** A protected route against the same route open, every guard in turn, round after round. */
export async function benchHttp(options: BenchOptions): Promise<Findings> {
  const issuer = await startIssuer();
  const tokens = issuer.tokens(1000);
  const subjects = SUBJECTS.filter((subject) => labelOf(subject).includes(options.filter));
  const measurements = new Measurements();
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      measurements.beginRound();
      for (const server of SERVERS) {
        const some = subjects.filter((subject) => subject.server === server);
        await runRound(some, measurements, issuer, tokens, options);
      }
      process.stderr.write(`round ${round + 1} of ${options.rounds} is over\n`);
    }
  } finally {
    issuer.close();
  }
  return judgeHttp(measurements, subjects);
}

/** Fresh processes for all subjects of one kind of server, loaded by turns in short bursts. */
async function runRound(
  subjects: readonly Subject[],
  measurements: Measurements,
  issuer: Issuer,
  tokens: readonly string[],
  { warmUpMs, measureMs }: BenchOptions,
): Promise<void> {
  const rigs: Rig[] = [];
  try {
    for (const subject of subjects) rigs.push(await Rig.start(subject, issuer, tokens));
    // The open route once more: how far it differs from itself is the noise of this run.
    const [first] = subjects;
    const probe = first && (await Rig.start(first, issuer, tokens));
    if (probe !== undefined) rigs.push(probe);
    for (const rig of rigs) await rig.warmUp(warmUpMs);
    for (let spentMs = 0; spentMs < measureMs; spentMs += BURST_MS) {
      // Never in the same order, so that nobody always follows the slowest.
      for (const rig of shuffled(rigs)) {
        const sample = await rig.measure(BURST_MS);
        if (rig === probe) measurements.addProbe(rig.subject, sample);
        else measurements.add(rig.subject, sample);
      }
    }
  } finally {
    await Promise.all(rigs.map((rig) => rig.stop()));
  }
}
