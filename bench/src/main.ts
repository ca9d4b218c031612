import { cpus, loadavg } from 'node:os';
import { benchHttp } from './http/http.bench.js';
import { benchCacheHit, benchFirstSight, benchHostile, benchProofs } from './micro/micro.bench.js';
import { benchDoors, benchTokenClient } from './outbound/outbound.bench.js';
import { benchIssuing } from './issuing/issuing.bench.js';
import { readOptions, type BenchOptions } from './options.js';
import { table } from './report/table.js';
import type { Findings, Verdict } from './report/verdict.js';

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<Findings>>> = {
  'cache-hit': benchCacheHit,
  'first-sight': benchFirstSight,
  proofs: benchProofs,
  hostile: benchHostile,
  'token-client': benchTokenClient,
  doors: benchDoors,
  http: benchHttp,
  issuing: benchIssuing,
};

const options = readOptions(process.argv.slice(2));
const unknown = options.only.filter((name) => BENCHES[name] === undefined);
if (unknown.length > 0) {
  throw new Error(
    `No such bench: ${unknown.join(', ')}. There are ${Object.keys(BENCHES).join(', ')}.`,
  );
}

const verdicts: Verdict[] = [];
console.log(machine());
for (const [name, bench] of Object.entries(BENCHES)) {
  if (options.only.length > 0 && !options.only.includes(name)) continue;
  const findings = await bench(options);
  console.log(`\n## ${findings.title}\n\n${findings.text}`);
  verdicts.push(...findings.verdicts);
}
console.log(`\n## Targets\n\n${summary(verdicts)}`);
console.log(`\nLoad of the machine at the end: ${loadavg()[0]?.toFixed(1)}`);

function machine(): string {
  const [first] = cpus();
  const now = new Date().toISOString().slice(0, 10);
  return `${now}, node ${process.version}, ${cpus().length} x ${first?.model.trim()}, ${options.rounds} rounds, medians of ratios within a turn`;
}

function summary(all: readonly Verdict[]): string {
  return table(
    ['target', 'what', 'wanted', 'measured', 'met'],
    all.map(({ target, claim, wanted, measured, isMet }) => [
      target,
      claim,
      wanted,
      measured,
      isMet ? 'yes' : 'NO',
    ]),
  );
}
