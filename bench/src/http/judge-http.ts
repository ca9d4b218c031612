import { table } from '../report/table.js';
import { atLeast, type Findings, type Verdict } from '../report/verdict.js';
import type { Measurements } from './measurements.js';
import { labelOf, type Subject } from './subjects.js';

type Comparison = readonly [
  target: string,
  claim: string,
  limit: number,
  label: string,
  base: string,
];

/** The ratios that are wanted, per second of the server's CPU. */
const COMPARISONS: readonly Comparison[] = [
  ['1', 'Fastify, 1 token / open', 0.94, 'fastify m2m 1', 'fastify open 1'],
  ['1', 'Fastify, 100 tokens / open', 0.93, 'fastify m2m 100', 'fastify open 100'],
  ['1', 'Fastify, 1 000 tokens / open', 0.85, 'fastify m2m 1000', 'fastify open 1000'],
  ['1', 'Fastify, 1 token / only reading the header', 0.985, 'fastify m2m 1', 'fastify header 1'],
  ['2', 'Fastify, 1 token / stock guard', 12, 'fastify m2m 1', 'fastify stock 1'],
  ['2', 'Fastify, 1 000 tokens / stock guard', 12, 'fastify m2m 1000', 'fastify stock 1000'],
  ['2', 'Express, 1 token / stock guard', 3.5, 'express m2m 1', 'express stock 1'],
  ['2', 'Express, 1 000 tokens / stock guard', 3.5, 'express m2m 1000', 'express stock 1000'],
];

/** The table of all guards, and the verdicts on targets 1 and 2. */
export function judgeHttp(measured: Measurements, subjects: readonly Subject[]): Findings {
  const head = ['server, guard, tokens', 'req/s', 'req/CPU s', '/ open', '/ open (CPU)', 'p99 ms'];
  const rows = subjects.map((subject) => row(measured, subject));
  return {
    title: 'A protected route',
    text: table(head, rows),
    verdicts: COMPARISONS.filter(
      ([, , , label, base]) => measured.has(label) && measured.has(base),
    ).map((comparison) => verdict(measured, comparison)),
  };
}

function verdict(measured: Measurements, [target, claim, limit, label, base]: Comparison): Verdict {
  return atLeast(target, claim, limit, measured.ratio(label, base, 'perCpuSecond'));
}

function row(measured: Measurements, subject: Subject): readonly string[] {
  const label = labelOf(subject);
  const sameTokens = `${subject.server} open ${subject.tokens}`;
  const base = measured.has(sameTokens) ? sameTokens : `${subject.server} open 1`;
  return [
    label,
    measured.median(label, 'perSecond').toFixed(0),
    measured.median(label, 'perCpuSecond').toFixed(0),
    measured.ratio(label, base, 'perSecond').toFixed(3),
    measured.ratio(label, base, 'perCpuSecond').toFixed(3),
    measured.medianP99Ms(label).toFixed(1),
  ];
}
