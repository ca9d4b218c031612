import { METRICS } from '../../libs/m2m/src/telemetry/metric-names.js';
import { TOKEN_FLAWS } from '../../libs/m2m/src/testing/token-flaws.js';
import { readDocument, tableRows } from './markdown.js';

const README = readDocument('libs/m2m/README.md');

describe('the README of the library', () => {
  it('has every metric with its kind and labels, and no other', () => {
    const listed = tableRows(README, 'metric').map(([name, kind, labels = '']) => [
      name,
      kind,
      labels.match(/\w+/g) ?? [],
    ]);
    expect(listed).toEqual(
      Object.values(METRICS).map(({ name, kind, labelNames }) => [name, kind, labelNames]),
    );
  });

  it('has every flaw that a test can order', () => {
    const [, listed = ''] = /A flaw is one of ([^.]*)\./.exec(README) ?? [];
    expect(listed.match(/\w+(?=`)/g)).toEqual(Object.keys(TOKEN_FLAWS));
  });
});
