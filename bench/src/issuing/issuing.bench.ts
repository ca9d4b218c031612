import type { BenchOptions } from '../options.js';
import { startProcess, type FreshProcess } from '../process/fresh-process.js';
import { median, medianRatio, upperQuartile } from '../report/statistics.js';
import { table } from '../report/table.js';
import { atLeast, atMost, type Findings } from '../report/verdict.js';
import type { FloorBurst } from './floor.js';
import { IssuerRig, type IssuerBurst } from './issuer-rig.js';
import { ISSUERS, type IssuerName } from './issuers.js';

const FLOOR = new URL('./floor.js', import.meta.url);
const FLOOR_NAME = 'bare RSA-2048 signature';

/** Loaded this long at a time, so that a busy moment of the machine hits all alike. */
const BURST_MS = 1000;

/** Thousands of tokens, until everything on the way is compiled; a thousand take a second. */
const WARM_UP_FACTOR = 2;

type Figures = Partial<IssuerBurst> & FloorBurst;
type Bursts = Map<string, Figures[]>;

/** Tokens per second, the same load on every issuer in turn, beside the bare rate of signing. */
export async function benchIssuing(options: BenchOptions): Promise<Findings> {
  const bursts: Bursts = new Map();
  for (let round = 0; round < options.rounds; round += 1) await runRound(bursts, options);
  return judge(bursts);
}

async function runRound(bursts: Bursts, { warmUpMs, measureMs }: BenchOptions): Promise<void> {
  const rigs: IssuerRig[] = [];
  const floor = startProcess(FLOOR, {});
  await floor.next();
  try {
    for (const name of Object.keys(ISSUERS)) rigs.push(await IssuerRig.start(name as IssuerName));
    for (const rig of rigs) await rig.burst(warmUpMs * WARM_UP_FACTOR);
    for (let spentMs = 0; spentMs < measureMs; spentMs += BURST_MS) {
      note(bursts, FLOOR_NAME, await floorBurst(floor));
      for (const rig of rigs) note(bursts, rig.name, await rig.burst(BURST_MS));
    }
  } finally {
    await Promise.all([floor.stop(), ...rigs.map((rig) => rig.stop())]);
  }
}

async function floorBurst(floor: FreshProcess): Promise<FloorBurst> {
  floor.send(BURST_MS);
  return floor.next<FloorBurst>();
}

function note(bursts: Bursts, name: string, burst: Figures): void {
  bursts.set(name, [...(bursts.get(name) ?? []), burst]);
}

function judge(bursts: Bursts): Findings {
  const series = (name: string, figure: keyof Figures): number[] =>
    (bursts.get(name) ?? []).map((burst) => burst[figure] ?? Number.NaN);
  const ratio = (of: IssuerName, to: string): number =>
    medianRatio(series(of, 'perCpuSecond'), series(to, 'perCpuSecond'));
  const text = (name: string, figure: keyof Figures, digits: number): string => {
    const value = median(series(name, figure));
    return Number.isNaN(value) ? '' : value.toFixed(digits);
  };
  const rows = [FLOOR_NAME, ...Object.keys(ISSUERS)].map((name) => [
    name,
    text(name, 'perSecond', 0),
    text(name, 'perCpuSecond', 0),
    (1e6 / median(series(name, 'perCpuSecond'))).toFixed(0),
    text(name, 'p99Ms', 1),
    text(name, 'delayP99Ms', 1),
  ]);
  const head = ['issuer', 'tokens/s', 'tokens/CPU s', 'us CPU', 'p99 ms', 'event loop p99 ms'];
  const ours = '/accesstoken';
  const delayOf = (name: IssuerName) => {
    const delayMs = upperQuartile(series(name, 'delayP99Ms'));
    return atMost('11', `${name}, delay of the event loop at full load, p99`, 20, delayMs, 'ms');
  };
  return {
    title: 'Issuing (50 connections)',
    text: table(head, rows),
    verdicts: [
      atLeast('5', '/accesstoken, embedded core / bare signing', 0.85, ratio(ours, FLOOR_NAME)),
      atLeast(
        '5',
        '/oauth/token, embedded core / bare signing',
        0.85,
        ratio('/oauth/token', FLOOR_NAME),
      ),
      atLeast('6', '/accesstoken / oidc-provider', 1.8, ratio(ours, 'oidc-provider')),
      atLeast('6', '/oauth/token / oidc-provider', 1.8, ratio('/oauth/token', 'oidc-provider')),
      atLeast(
        '7',
        '/accesstoken with a remote core / stock SDK',
        5,
        ratio('/accesstoken, free core', 'stock SDK, free core'),
      ),
      delayOf(ours),
      delayOf('/oauth/token'),
    ],
  };
}
