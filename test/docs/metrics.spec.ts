import { METRICS } from '@app/m2m';
import { PROCESS_METRICS, type MetricDefinition } from '@app/runtime';
import {
  EVENT_METRICS,
  STATE_METRICS as SERVER_STATE,
} from '../../apps/auth-server/src/metrics/metric-names.js';
import { STATE_METRICS as MICROSERVICE_STATE } from '../../apps/microservice/src/metrics/metric-names.js';
import { readDocument, tableRows } from './markdown.js';

const rows = tableRows(readDocument('docs/operations.md'), 'metric').map(
  ([name = '', kind = '', labels = '', of = '', meaning = '']) => ({
    name,
    kind,
    labels: labels.match(/\w+/g) ?? [],
    of,
    meaning,
  }),
);

const listed = (metrics: Readonly<Record<string, MetricDefinition>>, of: string) =>
  Object.values(metrics).map(({ name, kind, labelNames }) => ({
    name,
    kind,
    labels: [...labelNames],
    of,
  }));

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);

describe('the table of metrics', () => {
  it('has every metric of both applications with its kind and labels, and no other', () => {
    const documented = rows.map(({ name, kind, labels, of }) => ({ name, kind, labels, of }));
    const registered = [
      ...listed({ ...EVENT_METRICS, ...SERVER_STATE }, 'auth-server'),
      ...listed(MICROSERVICE_STATE, 'microservice'),
      ...listed(PROCESS_METRICS, 'both'),
    ];
    expect(documented.toSorted(byName)).toEqual(registered.toSorted(byName));
  });

  it.each(rows)('says what $name means', ({ meaning }) => {
    expect(meaning).not.toBe('');
  });

  it('shares no name with a metric of the library', () => {
    const ofLibrary = new Set(Object.values(METRICS).map(({ name }) => name));
    expect(rows.filter(({ name }) => ofLibrary.has(name))).toEqual([]);
  });

  it.each([...rows, ...listed(METRICS, 'library')])(
    '$name is named as Prometheus names things',
    ({ name, kind }) => {
      expect(name).toMatch(/^(m2m|process)(_[a-z0-9]+)+$/);
      expect(name.endsWith('_total')).toBe(kind === 'counter');
      if (kind === 'histogram') expect(name).toMatch(/_seconds$/);
    },
  );
});
