import { expandEdges } from '../apps/auth-server/src/policy/expand-edges.js';
import { callGraph } from '../apps/m2m-cli/src/policy/call-graph.js';

const NAMES = ['m1', 'm2', 'm3'];
const GROUPS = { a: ['m1', 'm2'], b: ['m2', 'm3'] };
const SIDES = ['m1', 'm2', 'group:a', 'group:b', '*'];

/** An edge between each two sides, told apart by its scope. */
const ENTRIES = SIDES.flatMap((caller) =>
  SIDES.map((target) => ({ caller, target, scopes: [`${caller}>${target}`] })),
);

type Entries = typeof ENTRIES;

/** Which entry counts for each pair, as the command draws and checks it. */
const drawn = (entries: Entries): object => {
  const allow: Record<string, Entries> = {};
  for (const entry of entries) (allow[entry.caller] ??= []).push(entry);
  const microservices = Object.fromEntries(NAMES.map((name) => [name, {}]));
  const { edges } = callGraph({ microservices, groups: GROUPS, allow });
  return Object.fromEntries(edges.map((edge) => [`${edge.caller} ${edge.target}`, edge.scopes]));
};

/** Which entry counts for each pair, as the auth-server decides by it. */
const decided = (entries: Entries): object => {
  const groups = Object.entries(GROUPS).map(([name, members]) => ({ name, members }));
  const wide = entries.map((entry) => ({ ...entry, mode: 'enforce' as const }));
  const edges = [...expandEdges(wide, { names: NAMES, groups })];
  return Object.fromEntries(
    edges.toReversed().map((edge) => [`${edge.caller} ${edge.target}`, edge.scopes]),
  );
};

describe('what groups and wildcards stand for', () => {
  it.each(ENTRIES)('is the same for command and auth-server: $caller -> $target', (entry) => {
    for (const other of ENTRIES) expect(drawn([entry, other])).toEqual(decided([entry, other]));
  });

  it('is the same when all of them are there', () => {
    expect(drawn(ENTRIES)).toEqual(decided(ENTRIES));
    expect(drawn(ENTRIES.toReversed())).toEqual(decided(ENTRIES));
  });
});
