import { callGraph, reachedFrom } from './call-graph.js';
import { dot, mermaid } from './draw-graph.js';
import type { PolicyBody } from './policy-body.js';

const policy: PolicyBody = {
  microservices: { m2: {}, m1: {}, m3: { enabled: false }, m4: {} },
  groups: { shop: ['m1', 'm2'] },
  allow: {
    m1: [{ target: 'm2', scopes: ['a:read', 'b'], until: '2027-01-01T00:00:00.000Z' }],
    'group:shop': ['m3', { target: 'm2', mode: 'observe' }],
    '*': ['m4'],
    'group:gone': ['m1'],
  },
};

const pairs = (body: PolicyBody): string[] =>
  callGraph(body).edges.map(({ caller, target, via = '' }) => `${caller}>${target} ${via}`.trim());

describe('callGraph', () => {
  it('writes groups and wildcards out, and lets what is written out win', () => {
    expect(pairs(policy)).toEqual([
      'm1>m2',
      'm1>m3 group:shop -> m3',
      'm1>m4 * -> m4',
      'm2>m2 group:shop -> m2',
      'm2>m3 group:shop -> m3',
      'm2>m4 * -> m4',
      'm3>m4 * -> m4',
      'm4>m4 * -> m4',
    ]);
  });

  it('orders microservices by name and knows which are off', () => {
    expect(callGraph(policy).nodes).toEqual([
      { name: 'm1', isEnabled: true },
      { name: 'm2', isEnabled: true },
      { name: 'm3', isEnabled: false },
      { name: 'm4', isEnabled: true },
    ]);
  });

  it('finds what one microservice reaches through others', () => {
    const chain = {
      microservices: { a: {}, b: {}, c: {}, d: {} },
      allow: { a: ['b'], b: ['c'], d: ['a'] },
    };
    const reached = reachedFrom(callGraph(chain), 'a');
    expect(reached.nodes.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(reached.edges).toHaveLength(2);
  });
});

describe('a drawing', () => {
  it('names scopes and ends for Mermaid, and dots what is only observed', () => {
    expect(mermaid(callGraph(policy)).split('\n')).toEqual(
      expect.arrayContaining([
        'flowchart LR',
        '  n2["m3 (off)"]',
        '  n0 -->|"a:read, b, until 2027-01-01"| n1',
        '  n1 -.-> n1',
      ]),
    );
  });

  it('names them for Graphviz, with every quote escaped', () => {
    const lines = dot(callGraph(policy)).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '  "m3" [style=dashed];',
        '  "m1" -> "m2" [label="a:read, b, until 2027-01-01"];',
        '  "m2" -> "m2" [style=dashed];',
      ]),
    );
    const quoted = { microservices: { 'a"b': {} }, allow: {} };
    expect(dot(callGraph(quoted))).toContain(String.raw`"a\"b"`);
  });
});
