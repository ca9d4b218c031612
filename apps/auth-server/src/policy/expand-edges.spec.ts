import { array, assert, constantFrom, option, property, record, subarray } from 'fast-check';
import { microserviceOf } from '../../../../test/support/microservice-of.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { decide } from './decide.js';
import type { Edge } from './edge.js';
import { countEdges, MOST_EDGES } from './expand-edges.js';
import { PolicySnapshot, type PolicyExtras } from './policy-snapshot.js';
import { isWide } from './policy-subject.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const NAMES = ['m1', 'm2', 'm3', 'm4'] as const;
const SIDES = [...NAMES, 'group:g', 'group:h', '*', 'gone'];

const registryOf = (
  names: readonly string[],
  disabled: readonly string[] = [],
  observed: readonly string[] = [],
): RegistrySnapshot =>
  new RegistrySnapshot(
    names.map((name) =>
      microserviceOf(name, {
        isEnabled: !disabled.includes(name),
        mode: observed.includes(name) ? 'observe' : 'enforce',
      }),
    ),
  );

const edge = (caller: string, target: string, traits: Partial<Edge> = {}): Edge => ({
  caller,
  target,
  scopes: [],
  mode: 'enforce',
  ...traits,
});

const wideSnapshot = (wide: readonly Edge[], extras: PolicyExtras = {}, edges: Edge[] = []) =>
  new PolicySnapshot(1, registryOf(NAMES), edges, { ...extras, wide });

const countOf = (snapshot: PolicySnapshot): number =>
  snapshot.registry.all().reduce((count, { name }) => count + snapshot.edgesOf(name).length, 0);

async function* none(): AsyncGenerator<readonly Edge[]> {}

const rank = (side: string): number => (side === '*' ? 0 : side.startsWith('group:') ? 1 : 2);

describe('an entry with a group or a wildcard', () => {
  const groups = [
    { name: 'g', members: ['m1', 'm2'] },
    { name: 'h', members: ['m2', 'm3'] },
  ];

  it('stands for an edge of each member, and tells where it comes from', () => {
    const snapshot = wideSnapshot([edge('group:g', 'm3', { ttlSec: 60 })], { groups });
    const via = { caller: 'group:g', target: 'm3' };
    expect(snapshot.findEdge('m1', 'm3')).toEqual(edge('m1', 'm3', { ttlSec: 60, via }));
    expect(snapshot.findEdge('m2', 'm3')).toMatchObject({ caller: 'm2', via });
    expect(snapshot.findEdge('m4', 'm3')).toBeUndefined();
    expect(countOf(snapshot)).toBe(2);
  });

  it('stands for nobody when its group is not there', () => {
    expect(countOf(wideSnapshot([edge('group:x', 'm3')], { groups }))).toBe(0);
  });

  it.each([
    ['what is written out over a group', [edge('m1', 'm2')], [edge('group:g', 'm2')], undefined],
    ['a group over a wildcard', [], [edge('*', 'm2'), edge('group:g', 'm2')], 'group:g m2'],
    ['a group over a wildcard target', [], [edge('m1', '*'), edge('group:g', 'm2')], 'group:g m2'],
    ['the closer caller over the closer target', [], [edge('*', 'm2'), edge('m1', '*')], 'm1 *'],
    [
      'two closer sides over one',
      [],
      [edge('group:g', 'group:h'), edge('m1', 'group:h')],
      'm1 group:h',
    ],
    [
      'the first name among equals',
      [],
      [edge('m1', 'group:h'), edge('m1', 'group:g')],
      'm1 group:g',
    ],
  ])('lets %s win', (_what, edges, wide, winner) => {
    const found = wideSnapshot(wide, { groups }, edges).findEdge('m1', 'm2');
    expect(found?.via && `${found.via.caller} ${found.via.target}`).toBe(winner);
  });

  it('counts what entries stand for without making it', () => {
    const subjects = { names: NAMES, groups };
    expect(countEdges([edge('*', '*'), edge('group:g', 'm1'), edge('m1', 'm1')], subjects)).toBe(
      19,
    );
  });

  it('never stands for more edges than there may be, however it came into the tables', async () => {
    const names = Array.from({ length: 501 }, (_, index) => `n${index}`);
    const registry = registryOf(names);
    const snapshot = await PolicySnapshot.collect(1, registry, none(), { wide: [edge('*', '*')] });
    expect(countOf(snapshot)).toBe(MOST_EDGES);
  });
});

describe('decide, beside a policy that is read entry by entry', () => {
  const groupMembers = subarray([...NAMES]);
  const policies = record({
    entries: array(
      record({
        caller: constantFrom(...SIDES),
        target: constantFrom(...SIDES),
        scopes: subarray(['a', 'b']),
        mode: constantFrom('enforce' as const, 'observe' as const),
        until: option(constantFrom(new Date(NOW), new Date(NOW + 1)), { nil: undefined }),
      }),
      { maxLength: 8 },
    ),
    g: groupMembers,
    h: groupMembers,
    registered: subarray([...NAMES]),
    disabled: groupMembers,
    observed: groupMembers,
  });
  const questions = record({
    caller: constantFrom(...NAMES, 'm9'),
    target: constantFrom(...NAMES, 'm9'),
    scopes: subarray(['a', 'b', 'c']),
  });

  it('agrees on every question', () => {
    assert(
      property(policies, questions, (policy, question) => {
        const entries = [
          ...new Map(policy.entries.map((one) => [`${one.caller} ${one.target}`, one])).values(),
        ];
        const { registered, disabled, observed, g, h } = policy;
        const groups = [
          { name: 'g', members: g },
          { name: 'h', members: h },
        ];
        const wide = entries.filter(isWide);
        const registry = registryOf(registered, disabled, observed);
        const plain = entries.filter((one) => !isWide(one));
        const snapshot = new PolicySnapshot(1, registry, plain, { groups, wide });
        const decision = decide(snapshot, { ...question, nowMs: NOW });

        const { caller, target, scopes } = question;
        const isLive = (name: string) =>
          (registered as string[]).includes(name) && !(disabled as string[]).includes(name);
        const stands = (side: string, name: string) =>
          side === name ||
          side === '*' ||
          (side === 'group:g' && (g as string[]).includes(name)) ||
          (side === 'group:h' && (h as string[]).includes(name));
        const [best] = entries
          .filter((one) => stands(one.caller, caller) && stands(one.target, target))
          .toSorted((a, b) => {
            const [ac, at, bc, bt] = [a.caller, a.target, b.caller, b.target].map(rank) as [
              number,
              number,
              number,
              number,
            ];
            const least = Math.min(bc, bt) - Math.min(ac, at);
            const order = `${a.caller} ${a.target}` < `${b.caller} ${b.target}` ? -1 : 1;
            return least || bc + bt - ac - at || bc - ac || order;
          });
        const isCovered =
          best !== undefined &&
          (best.until === undefined || best.until.getTime() > NOW) &&
          scopes.every((scope) => best.scopes.includes(scope));
        const isObserved = (observed as string[]).includes(caller) || best?.mode === 'observe';
        const isAllowed = isLive(caller) && isLive(target) && (isCovered || isObserved);
        expect(decision.allowed).toBe(isAllowed);
        if (decision.allowed) expect(decision.observed === undefined).toBe(isCovered);
      }),
      { numRuns: 1000 },
    );
  });
});
