import type { ManifestCall, ManifestRoute } from '@app/m2m';
import { manifestRoute } from '../../../../test/support/manifest-route.js';
import { callGraph } from '../policy/call-graph.js';
import type { MicroserviceEntry, PolicyBody } from '../policy/policy-body.js';
import { compare } from './compare.js';
import type { Finding } from './finding.js';
import type { NamedManifest } from './named-manifest.js';

const NOW_MS = Date.parse('2026-06-01T00:00:00Z');

type Allow = PolicyBody['allow'];

const CALL: ManifestCall = { target: 'm2', scopes: ['a'], at: 'src/a.ts:7' };
const BASE = { manifestVersion: 1, library: '0.1.0' } as const;
const caller: NamedManifest = { ...BASE, name: 'm1', calls: [CALL], targets: ['m2'] };
const target = (rules: Partial<ManifestRoute>): NamedManifest => ({
  ...BASE,
  name: 'm2',
  routes: [manifestRoute(rules)],
});

const bodyWith = (
  microservices: Readonly<Record<string, MicroserviceEntry>>,
  allow: Allow,
): PolicyBody => ({ microservices: { m1: {}, m2: {}, m3: {}, ...microservices }, allow });

const findingsOf = (body: PolicyBody, ...manifests: readonly NamedManifest[]): readonly Finding[] =>
  compare(manifests, callGraph(body), NOW_MS).filter(({ id }) => id !== 'no-manifest');

const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ severity, id }) => `${severity} ${id}`);

const MEANT = target({ callers: ['m1'], scopes: ['a'] });

describe('comparing code with a policy that observes or switches off a microservice', () => {
  it.each<[string, Allow]>([
    ['no edge', {}],
    ['an edge that has ended', { m1: [{ target: 'm2', until: '2026-01-01' }] }],
    ['an edge without the scope', { m1: ['m2'] }],
  ])('lets an observed caller through with %s', (_, allow) => {
    expect(findingsOf(bodyWith({ m1: { mode: 'observe' } }, allow), caller, MEANT)).toEqual([]);
  });

  it('knows that an observed caller reaches a route that no edge serves', () => {
    const body = bodyWith({ m3: { mode: 'observe' } }, { m1: ['m2'] });
    expect(told(findingsOf(body, target({ scopes: ['b'] })))).toEqual([
      'warning edge-without-scope',
    ]);
  });

  it.each(['m1', 'm2'])('tells of calls that are refused while %s is switched off', (name) => {
    const body = bodyWith(
      { [name]: { enabled: false, mode: 'observe' } },
      { m1: [{ target: 'm2', scopes: ['a'] }] },
    );
    const findings = findingsOf(body, caller, MEANT);
    expect(told(findings)).toEqual([
      'warning call-without-edge',
      'warning caller-without-edge',
      'info target-without-edge',
    ]);
    expect(findings[0]).toMatchObject({
      what: `It calls m2. ${name} is switched off.`,
      repair: `Switch ${name} on in the policy ("enabled"), or remove the call.`,
    });
  });
});
