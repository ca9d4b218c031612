import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS } from '@app/m2m';
import { PROCESS_METRICS, type MetricDefinition } from '@app/runtime';
import { parse } from 'yaml';
import {
  EVENT_METRICS,
  STATE_METRICS as SERVER_STATE,
} from '../../apps/auth-server/src/metrics/metric-names.js';
import { STATE_METRICS as MICROSERVICE_STATE } from '../../apps/microservice/src/metrics/metric-names.js';
import { readDocument, ROOT } from './markdown.js';
import { parsePromql } from './promql.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
interface Rules {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: {
    readonly h: number;
    readonly w: number;
    readonly x: number;
    readonly y: number;
  };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
}
interface Scrape {
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly { readonly job_name: string; readonly metrics_path?: string }[];
}

const FOLDER = 'deploy/observability';
const OPERATIONS = readDocument('docs/operations.md');

/** What Prometheus adds to every series by itself, and makes by itself. */
const OWN_LABELS = ['job', 'instance'];
const OWN_METRICS = new Map([['up', OWN_LABELS]]);

const definitions: readonly MetricDefinition[] = [
  ...Object.values(EVENT_METRICS),
  ...Object.values(SERVER_STATE),
  ...Object.values(MICROSERVICE_STATE),
  ...Object.values(PROCESS_METRICS),
  ...Object.values(METRICS),
];

type Series = readonly [name: string, labels: readonly string[]];

/** Every series that there is, with its labels. */
const series = new Map<string, readonly string[]>([
  ...OWN_METRICS,
  ...definitions.flatMap(({ kind, name, labelNames }) => {
    const labels = [...labelNames, ...OWN_LABELS];
    const ofHistogram: Series[] = [
      [`${name}_bucket`, [...labels, 'le']],
      [`${name}_count`, labels],
      [`${name}_sum`, labels],
    ];
    return kind === 'histogram' ? ofHistogram : [[name, labels] satisfies Series];
  }),
]);

/** What an expression names that does not exist. */
function unknownIn(expr: string): string[] {
  const { selectors, grouping } = parsePromql(expr);
  const known = new Set(selectors.flatMap(({ metric }) => series.get(metric) ?? []));
  return [
    ...selectors.filter(({ metric }) => !series.has(metric)).map(({ metric }) => metric),
    ...selectors.flatMap(({ metric, labels }) =>
      labels.filter((label) => series.get(metric)?.includes(label) !== true),
    ),
    ...grouping.filter((label) => !known.has(label)),
  ];
}

/** The labels that a template shows. */
const labelsOf = (template: string, pattern: RegExp): string[] =>
  [...template.matchAll(pattern)].map(([, label = '']) => label);

const rules = (parse(readDocument(`${FOLDER}/alerts.yml`)) as Rules).groups.flatMap(
  (group) => group.rules,
);
const { panels } = JSON.parse(readDocument(`${FOLDER}/dashboard.json`)) as Dashboard;
const charts = panels.filter(({ type }) => type !== 'row');

describe('an expression of PromQL', () => {
  it.each([
    ['m2m_core_up == 0', []],
    ['m2m_core_down == 0', ['m2m_core_down']],
    ['sum by (why) (m2m_decisions_total{outcome="deny"})', ['why']],
    ['m2m_decisions_total{caller="m1"}', ['caller']],
    ['m2m_token_request_duration_seconds', ['m2m_token_request_duration_seconds']],
  ])('is compared with what there is: %s', (expr, unknown) => {
    expect(unknownIn(expr)).toEqual(unknown);
  });

  it.each(['rate(m2m_decisions_total[5m]', 'm2m_core_up ==', ''])('is refused: "%s"', (expr) => {
    expect(() => parsePromql(expr)).toThrow('Not PromQL');
  });
});

describe('the alert rules', () => {
  it('have a name each', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it.each(rules)('$alert asks for what there is', ({ expr }) => {
    expect(unknownIn(expr)).toEqual([]);
  });

  it.each(rules)('$alert waits before it wakes anybody, and says how bad it is', (rule) => {
    expect(rule.for).toMatch(/^[1-9]\d*[mh]$/);
    expect(['critical', 'warning']).toContain(rule.labels['severity']);
  });

  it.each(rules)('$alert leads to what to do', ({ alert, annotations }) => {
    const [, section = ''] = new RegExp(`^### ${alert}\\n\\n(.+)$`, 'm').exec(OPERATIONS) ?? [];
    expect(section.length).toBeGreaterThan(40);
    expect(annotations['runbook']).toBe(`docs/operations.md#${alert.toLowerCase()}`);
  });

  it.each(rules)('$alert shows labels that its series have', ({ expr, annotations }) => {
    const shown = labelsOf(annotations['summary'] ?? '', /\$labels\.(\w+)/g);
    const { selectors } = parsePromql(expr);
    const known = selectors.flatMap(({ metric }) => series.get(metric) ?? []);
    expect(annotations['summary']).toMatch(/\.$/);
    expect(shown.filter((label) => !known.includes(label))).toEqual([]);
    expect(annotations['summary']).not.toContain('}}{{');
  });

  it('are all that the runbook has', () => {
    const sections = [...OPERATIONS.matchAll(/^### (M2M\w+)$/gm)].map(([, name]) => name);
    expect(new Set(sections)).toEqual(new Set(rules.map(({ alert }) => alert)));
    expect(sections).toHaveLength(rules.length);
  });
});

describe('the dashboard', () => {
  it.each(charts)('$title asks for what there is', ({ targets = [] }) => {
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
  });

  it.each(charts)('$title says what it shows, by labels that there are', (panel) => {
    expect(panel.description).toMatch(/\.$/);
    for (const { expr, legendFormat } of panel.targets ?? []) {
      const { selectors, grouping } = parsePromql(expr);
      const left = expr.includes('(')
        ? grouping
        : selectors.flatMap(({ metric }) => series.get(metric) ?? []);
      const shown = labelsOf(legendFormat, /\{\{(\w+)\}\}/g);
      expect(shown.filter((label) => !left.includes(label))).toEqual([]);
    }
  });

  it('has no two panels in one place', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('shows every metric of the auth-server', () => {
    const text = [...charts.flatMap(({ targets = [] }) => targets), ...rules].map(
      ({ expr }) => expr,
    );
    const shown = text.flatMap((expr) => parsePromql(expr).selectors.map(({ metric }) => metric));
    const ofServer = [...Object.values(EVENT_METRICS), ...Object.values(SERVER_STATE)];
    const missing = ofServer.filter(({ name }) => !shown.some((metric) => metric.startsWith(name)));
    expect(missing).toEqual([]);
  });
});

describe('the scrape configuration', () => {
  const scrape = parse(readDocument(`${FOLDER}/prometheus.yml`)) as Scrape;

  it('loads the alert rules', () => {
    expect(scrape.rule_files.every((file) => existsSync(join(ROOT, FOLDER, file)))).toBe(true);
  });

  it('names its jobs as the rules do, and scrapes where the metrics are', () => {
    for (const { job_name: job, metrics_path: path = '/metrics' } of scrape.scrape_configs) {
      expect(job).toMatch(/^m2m-.+/);
      expect(path).toBe('/metrics');
    }
  });
});
