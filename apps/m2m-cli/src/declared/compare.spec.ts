import type { ManifestCall, ManifestRoute } from '@app/m2m';
import { manifestRoute } from '../../../../test/support/manifest-route.js';
import { callGraph } from '../policy/call-graph.js';
import type { PolicyBody } from '../policy/policy-body.js';
import { compare } from './compare.js';
import { isAtLeast } from './finding.js';
import type { NamedManifest } from './named-manifest.js';

const NOW_MS = Date.parse('2026-06-01T00:00:00Z');

const call = (target: string | undefined, scopes: readonly string[] = []): ManifestCall => ({
  ...(target !== undefined && { target }),
  scopes,
  at: 'src/a.ts:7',
});

const manifest = (name: string, parts: Partial<NamedManifest> = {}): NamedManifest => ({
  manifestVersion: 1,
  library: '0.1.0',
  name,
  ...parts,
});

type Allow = PolicyBody['allow'];

const policy = (allow: Allow, groups: PolicyBody['groups'] = {}): PolicyBody => ({
  microservices: { m1: {}, m2: {}, m3: {}, orders: {} },
  allow,
  groups,
});

const found = (body: PolicyBody, ...manifests: readonly NamedManifest[]): readonly string[] =>
  compare(manifests, callGraph(body), NOW_MS)
    .filter(({ id }) => id !== 'no-manifest')
    .map(({ severity, id, where }) => `${severity} ${id} ${where}`);

const GET = 'GET /invoices (InvoicesController.list)';

describe('comparing what the routes of a microservice say with the policy', () => {
  it.each<[string, Partial<ManifestRoute>, Allow, readonly string[]]>([
    ['finds nothing where they agree', { callers: ['m1'] }, { m1: ['m2'] }, []],
    ['finds nothing where a route lets everybody in', {}, { m1: ['m2'], m3: ['m2'] }, []],
    [
      'finds a caller that does not exist',
      { callers: ['m1', 'odrers'] },
      { m1: ['m2'] },
      [`error caller-unknown ${GET}`],
    ],
    [
      'finds a caller without an edge',
      { callers: ['m1', 'm3'] },
      { m1: ['m2'] },
      [`warning caller-without-edge ${GET}`],
    ],
    [
      'finds a caller whose edge has ended',
      { callers: ['m1'] },
      { m1: [{ target: 'm2', until: '2026-06-01' }] },
      [`warning caller-without-edge ${GET}`],
    ],
    [
      'finds a caller whose edge lacks the scope, on both sides',
      { callers: ['m1'], scopes: ['a', 'b'] },
      { m1: [{ target: 'm2', scopes: ['a'] }] },
      ['warning edge-without-scope m1 -> m2', `warning caller-without-scope ${GET}`],
    ],
    [
      'takes an edge that is observed for one that gives all and never ends',
      { callers: ['m1'], scopes: ['a'] },
      { m1: [{ target: 'm2', mode: 'observe', until: '2026-01-01' }] },
      [],
    ],
    [
      'finds a route that nobody can call',
      { scopes: ['a'] },
      { m1: ['m2'] },
      [`error route-without-caller ${GET}`, 'warning edge-without-scope m1 -> m2'],
    ],
    [
      'finds an edge that no route serves',
      { callers: ['m1'] },
      { m1: ['m2'], m3: ['m2'] },
      ['warning edge-without-route m3 -> m2'],
    ],
    [
      'finds a scope that no route demands',
      { callers: ['m1'], scopes: ['a'] },
      { m1: [{ target: 'm2', scopes: ['a', 'z'] }] },
      ['warning scope-without-route m1 -> m2'],
    ],
    [
      'passes over such a scope where a rule of the application decides',
      { scopes: ['a'], hasPredicate: true },
      { m1: [{ target: 'm2', scopes: ['a', 'z'] }] },
      [],
    ],
    [
      'counts public and unmarked routes for none that serve an edge',
      { access: 'public' },
      { m1: ['m2'] },
      ['warning edge-without-route m1 -> m2'],
    ],
  ])('%s', (_claim, rules, allow, expected) => {
    const routes = [manifestRoute(rules)];
    const sorted = found(policy(allow), manifest('m2', { routes })).toSorted();
    expect(sorted).toEqual(expected.toSorted());
  });

  it('only informs of what a group or a wildcard gives beyond need', () => {
    const m2 = manifest('m2', { routes: [manifestRoute({ callers: ['m1'] })] });
    expect(found(policy({ 'group:shop': ['m2'] }, { shop: ['m1', 'm3'] }), m2)).toEqual([
      'info edge-without-route m3 -> m2 (from group:shop -> m2)',
    ]);
    expect(found(policy({ m1: ['m2'], '*': ['m2'] }), m2)).toEqual([
      'info edge-without-route m2 -> m2 (from * -> m2)',
      'info edge-without-route m3 -> m2 (from * -> m2)',
      'info edge-without-route orders -> m2 (from * -> m2)',
    ]);
  });

  it('says nothing about the edges to a microservice that is only known as a caller', () => {
    expect(found(policy({ m1: ['m2'] }), manifest('m2'))).toEqual([]);
  });
});

describe('comparing what a microservice calls with the policy', () => {
  it.each<[string, Partial<NamedManifest>, Allow, readonly string[]]>([
    ['finds nothing where they agree', { calls: [call('m2')] }, { m1: ['m2'] }, []],
    [
      'finds a target that does not exist',
      { calls: [call('odrers')] },
      {},
      ['error target-unknown src/a.ts:7'],
    ],
    [
      'finds a call that no edge allows',
      { calls: [call('m2')] },
      {},
      ['error call-without-edge src/a.ts:7'],
    ],
    [
      'finds a call whose edge has ended',
      { calls: [call('m2')] },
      { m1: [{ target: 'm2', until: '2026-05-31T23:59:59Z' }] },
      ['error call-without-edge src/a.ts:7'],
    ],
    [
      'finds a call that asks for more than its edge gives',
      { calls: [call('m2', ['a', 'b'])] },
      { m1: [{ target: 'm2', scopes: ['a'] }] },
      ['error call-without-scope src/a.ts:7'],
    ],
    [
      'informs of a target that only the running application knows, and then of no unused edge',
      { calls: [call(undefined)] },
      { m1: ['m2'] },
      ['info call-not-literal src/a.ts:7'],
    ],
    [
      'finds an edge by which nothing is called',
      { calls: [call('m2')] },
      { m1: ['m2', 'm3'] },
      ['warning edge-without-call m1 -> m3'],
    ],
    ['knows nothing of unused edges without the source', {}, { m1: ['m3'] }, []],
    [
      'informs of an address without an edge',
      { targets: ['m2', 'm3'] },
      { m1: ['m2'] },
      ['info target-without-edge targets.m3'],
    ],
    [
      'finds an address of a microservice that does not exist',
      { targets: ['m9'] },
      {},
      ['error target-unknown targets.m9'],
    ],
  ])('%s', (_claim, parts, allow, expected) => {
    expect(found(policy(allow), manifest('m1', parts))).toEqual(expected);
  });
});

const all = (...manifests: readonly NamedManifest[]) =>
  compare(manifests, callGraph(policy({ m1: ['m2'] })), NOW_MS);

describe('the findings', () => {
  it('name the microservice that the policy does not have, and the one that is near', () => {
    const [first] = all(manifest('odrers', { calls: [call('m9')] }));
    expect(first).toMatchObject({ id: 'microservice-unknown', severity: 'error' });
    expect(first?.what).toContain('Did you mean orders?');
  });

  it('name what has no manifest, once', () => {
    expect(all(manifest('m1'), manifest('m2'))).toEqual([
      expect.objectContaining({ id: 'no-manifest', microservice: 'm3, orders', severity: 'info' }),
    ]);
    expect(all(...['m1', 'm2', 'm3', 'orders'].map((name) => manifest(name)))).toEqual([]);
  });

  it('come the worst first, and by microservice and place', () => {
    const m1 = manifest('m1', { calls: [call('m3')] });
    const m2 = manifest('m2', {
      routes: [manifestRoute({ callers: ['m3'] })],
      targets: ['m1', 'm3'],
    });
    expect(all(m2, m1).map(({ severity, where }) => `${severity} ${where}`)).toEqual([
      'error src/a.ts:7',
      'warning m1 -> m2',
      'warning m1 -> m2',
      `warning ${GET}`,
      'info targets.m1',
      'info targets.m3',
      'info policy',
    ]);
  });

  it.each([
    ['error', 'error', true],
    ['warning', 'error', false],
    ['warning', 'warning', true],
    ['info', 'warning', false],
  ] as const)('of severity %s count from %s on: %s', (severity, least, counts) => {
    const finding = { id: 'x', severity, microservice: 'm1', where: '', what: '', repair: '' };
    expect(isAtLeast(finding, least)).toBe(counts);
  });
});
