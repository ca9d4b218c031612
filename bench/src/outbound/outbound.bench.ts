import type { BenchOptions } from '../options.js';
import { sample, startProcess } from '../process/fresh-process.js';
import { median, medianRatio } from '../report/statistics.js';
import { table } from '../report/table.js';
import { atLeast, atMost, type Findings } from '../report/verdict.js';
import type { DoorTimes } from './doors.js';
import type { TokenClientResult } from './token-client.js';

const TARGET = new URL('./target.js', import.meta.url);
const DOORS = new URL('./doors.js', import.meta.url);
const TOKEN_CLIENT = new URL('./token-client.js', import.meta.url);

/** One token under many calls: at its end, and over ten lifetimes. */
export async function benchTokenClient(): Promise<Findings> {
  const seen = await sample<TokenClientResult>(TOKEN_CLIENT, {});
  const rows = [
    ['token requests for 10 000 concurrent calls at expiry', String(seen.requestsAtExpiry)],
    ['calls of a steady load over 10 lifetimes', String(seen.calls)],
    ['of these, calls that waited for a token', String(seen.waits)],
    [
      'token requests per lifetime (renewed at refreshIn, 300 s of 1 800 s)',
      seen.requestsPerLifetime.toFixed(1),
    ],
  ];
  return {
    title: 'The token client',
    text: table(['what', 'measured'], rows),
    verdicts: [
      atMost('8', 'Token requests for 10 000 calls at expiry', 1, seen.requestsAtExpiry, ''),
      atMost('8', 'Calls that wait in steady state', 0, seen.waits, ''),
    ],
  };
}

/** Every door out, against the plain client below it. */
export async function benchDoors(options: BenchOptions): Promise<Findings> {
  const samples: DoorTimes[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const target = startProcess(TARGET, {});
    try {
      const port = await target.next<number>();
      samples.push(await sample(DOORS, { port, batches: options.rounds > 1 ? 9 : 4 }));
    } finally {
      await target.stop();
    }
  }
  const series = (door: string) => samples.map((times) => times[door]?.[0] ?? Number.NaN);
  const share = (plain: string, door: string) => medianRatio(series(plain), series(door));
  const pairs = [
    ['undici Pool.request', 'm2m.request'],
    ['axios, keep-alive', 'm2m.for'],
    ['fetch', 'm2m.fetch'],
  ] as const;
  const rows = pairs.flatMap(([plain, door]) => [
    [plain, median(series(plain)).toFixed(1), ''],
    [door, median(series(door)).toFixed(1), share(plain, door).toFixed(3)],
  ]);
  return {
    title: 'Doors out (32 calls at a time, CPU of the calling process)',
    text: table(['door', 'us CPU per call', 'of the plain client'], rows),
    verdicts: [
      atLeast('9', 'm2m.request / undici Pool.request', 0.9, share(...pairs[0])),
      atLeast('9', 'm2m.for / axios keep-alive', 0.9, share(...pairs[1])),
    ],
  };
}
