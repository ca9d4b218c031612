import type { BenchOptions } from '../options.js';
import { sample } from '../process/fresh-process.js';
import { median } from '../report/statistics.js';
import { table } from '../report/table.js';
import { atLeast, atMost, type Findings } from '../report/verdict.js';
import type { LapTimes } from './lap.js';

const at = (name: string) => new URL(`./${name}.js`, import.meta.url);

/** One module in fresh processes, round by round; the median of each time. */
async function rounds(name: string, input: object, count: number): Promise<LapTimes> {
  const all: LapTimes[] = [];
  for (let round = 0; round < count; round += 1) all.push(await sample(at(name), input));
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(
    names.map((each) => [each, median(all.map((times) => times[each] ?? Number.NaN))]),
  );
}

const us = (times: LapTimes, name: string): number => times[name] ?? Number.NaN;

/** The first sight of a token, against the bare signature and against peers. */
export async function benchFirstSight(options: BenchOptions): Promise<Findings> {
  const times = await rounds('first-sight', {}, options.rounds);
  const rows = Object.entries(times).map(([name, each]) => [
    name,
    each.toFixed(1),
    (us(times, 'bare') / each).toFixed(2),
  ]);
  return {
    title: 'The first sight of a token (1 000 in turn)',
    text: table(['verifier', 'us', 'bare crypto.verify / this'], rows),
    verdicts: [
      atLeast(
        '3',
        'First sight: bare crypto.verify / m2m',
        0.7,
        us(times, 'bare') / us(times, 'm2m'),
      ),
      atLeast('3', 'First sight: stock strategy / m2m', 5, us(times, 'stock') / us(times, 'm2m')),
    ],
  };
}

/** What a bound token adds to every request: a proof that is made, and one that is judged. */
export async function benchProofs(options: BenchOptions): Promise<Findings> {
  const times = await rounds('proofs', {}, Math.min(options.rounds, 3));
  const rows = Object.entries(times).map(([name, each]) => [
    name,
    each.toFixed(1),
    (us(times, 'bare') / each).toFixed(2),
  ]);
  return {
    title: 'A DPoP proof (ES256)',
    text: table(['what', 'us', 'bare crypto.verify / this'], rows),
    verdicts: [],
  };
}

/** A remembered token, while tokens in use and keys grow. */
export async function benchCacheHit(options: BenchOptions): Promise<Findings> {
  const sweep = [
    [1, 1],
    [100, 1],
    [1000, 1],
    [10_000, 1],
    [1000, 10],
    [1000, 30],
  ] as const;
  const hits: number[] = [];
  for (const [tokens, keys] of sweep) {
    const times = await rounds('cache-hit', { tokens, keys }, Math.min(options.rounds, 3));
    hits.push(us(times, 'hit'));
  }
  const rows = sweep.map(([tokens, keys], row) => [
    String(tokens),
    String(keys),
    (hits[row] ?? Number.NaN).toFixed(3),
  ]);
  return {
    title: 'A token that was seen before',
    text: table(['tokens in use', 'keys', 'us'], rows),
    verdicts: [
      atMost('4', 'Cache hit, 1 token', 0.6, hits[0] ?? Number.NaN, 'us'),
      atMost('4', 'Cache hit, 1 000 tokens', 0.6, hits[2] ?? Number.NaN, 'us'),
      atMost('growth', 'Cache hit, 10 000 tokens', 0.6, hits[3] ?? Number.NaN, 'us'),
      atMost('growth', 'Cache hit, 1 000 tokens of 30 keys', 0.6, hits.at(-1) ?? Number.NaN, 'us'),
    ],
  };
}

/** What is sent to do harm. */
export async function benchHostile(options: BenchOptions): Promise<Findings> {
  const times = await rounds('long-header', {}, Math.min(options.rounds, 3));
  const count = options.rounds > 1 ? 1_000_000 : 100_000;
  const memory = await sample<LapTimes>(at('bad-tokens'), { count }, ['--expose-gc']);
  const rows = [
    ['header of 15 kB without a space: m2m', `${us(times, 'm2m').toFixed(1)} us`],
    ['header of 15 kB without a space: stock extractor', `${us(times, 'stock').toFixed(0)} us`],
    [`heap after ${count} bad tokens`, `${us(memory, 'heapMb').toFixed(1)} MB more`],
    [`resident memory after ${count} bad tokens`, `${us(memory, 'rssMb').toFixed(1)} MB more`],
    ['bad tokens remembered', String(us(memory, 'cached'))],
  ];
  return {
    title: 'Hostile input',
    text: table(['what', 'measured'], rows),
    verdicts: [
      atMost('item 17', 'Header of 15 kB without a space', 50, us(times, 'm2m'), 'us'),
      atMost('item 17', `${count} bad tokens, heap`, 20, us(memory, 'heapMb'), 'MB'),
      atMost('item 17', `${count} bad tokens, resident memory`, 20, us(memory, 'rssMb'), 'MB'),
    ],
  };
}
