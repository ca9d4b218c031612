import { policyOfText } from '../../../../test/support/policy-of-text.js';
import { edgeUsages, keyOf } from './edge-usage.js';

const policy = policyOfText(`
microservices: { m1: { url: http://m1 }, m2: { url: http://m2 }, m3: { url: http://m3 } }
allow:
  m1: [{ target: m2, until: 2026-02-10 }, m3]
  m2: [{ target: m1, until: 2026-06-01, owner: team-b }]
`);
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const uses = [
  { caller: 'm1', target: 'm2', count: 5, lastAt: day('2026-01-30') },
  { caller: 'm2', target: 'm1', count: 0, lastAt: day('2025-11-01') },
  { caller: 'm9', target: 'm1', count: 9, lastAt: day('2026-01-30') },
];
const ALL = { limit: 100 };
const found = (filter: object) => edgeUsages(policy, uses, filter, ALL).edges.map(keyOf);

describe('edgeUsages', () => {
  it('shows every edge with its terms and its use', () => {
    expect(edgeUsages(policy, uses, {}, ALL).edges).toMatchObject([
      { caller: 'm1', target: 'm2', count: 5, lastAt: day('2026-01-30'), mode: 'enforce' },
      { caller: 'm1', target: 'm3', count: 0, lastAt: undefined },
      { caller: 'm2', target: 'm1', count: 0, lastAt: day('2025-11-01'), owner: 'team-b' },
    ]);
  });

  it.each([
    [undefined, 2, ['m1 m2', 'm1 m3'], true],
    [undefined, 3, ['m1 m2', 'm1 m3', 'm2 m1'], false],
    ['m1 m2', 1, ['m1 m3'], true],
    ['m1 m3', 1, ['m2 m1'], false],
    ['m2 m1', 1, [], false],
  ])('begins after %s with %d of them, and counts all', (after, limit, names, hasMore) => {
    const { edges, ...rest } = edgeUsages(policy, uses, {}, { after, limit });
    expect(edges.map(keyOf)).toEqual(names);
    expect(rest).toEqual({ total: 3, hasMore });
  });

  it.each([
    [{ unusedSince: day('2026-01-01') }, ['m1 m3', 'm2 m1']],
    [{ unusedSince: day('2025-10-01') }, ['m1 m3']],
    [{ endingBefore: day('2026-02-14') }, ['m1 m2']],
    [{ endingBefore: day('2027-01-01') }, ['m1 m2', 'm2 m1']],
    [{ unusedSince: day('2026-01-01'), endingBefore: day('2027-01-01') }, ['m2 m1']],
    [{ caller: 'm1' }, ['m1 m2', 'm1 m3']],
    [{ target: 'm1' }, ['m2 m1']],
    [{ caller: 'm3' }, []],
  ])('finds with %j: %j', (filter, names) => expect(found(filter)).toEqual(names));
});
