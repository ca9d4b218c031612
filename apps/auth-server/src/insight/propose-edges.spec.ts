import { callSeen } from '../../../../test/support/audit-records.js';
import { policyOfText } from '../../../../test/support/policy-of-text.js';
import { proposeEdges } from './propose-edges.js';

const NOW = Date.UTC(2026, 0, 31);
const policy = policyOfText(`
microservices:
  m1: { url: http://m1 }
  m2: { url: http://m2 }
  m3: { url: http://m3 }
  new: { url: http://new, mode: observe }
groups:
  shop: [m2, m3]
allow:
  m1:
    - { target: m2, scopes: [a, b, c], ttl: 5m, reason: orders, owner: team-b, until: 2027-01-01 }
    - { target: m3, scopes: [a], mode: observe, until: 2026-01-01 }
  group:shop: [{ target: m1, scopes: [x], owner: team-s }]
`);
const propose = (...calls: readonly ReturnType<typeof callSeen>[]) =>
  proposeEdges(calls, policy, NOW);
const edge = (traits: object) => ({ scopes: [], mode: 'enforce', ...traits });

describe('proposeEdges', () => {
  it('proposes nothing where nobody called', () => {
    expect(propose()).toEqual({
      edges: [],
      unused: ['m1 -> m2', 'm1 -> m3', 'm2 -> m1', 'm3 -> m1'],
      refused: [],
    });
  });

  it('keeps the terms of an edge, and the scopes that were asked for, in its order', () => {
    const { edges, unused } = propose(callSeen({ scopes: ['c'] }), callSeen({ scopes: ['a'] }));
    expect(edges).toEqual([
      edge({
        caller: 'm1',
        target: 'm2',
        scopes: ['a', 'c'],
        ttlSec: 300,
        reason: 'orders',
        owner: 'team-b',
        until: new Date('2027-01-01T00:00:00Z'),
      }),
    ]);
    expect(unused).not.toContain('m1 -> m2');
  });

  it('keeps every scope when some call asked for all there are', () => {
    const { edges } = propose(callSeen({ scopes: ['c'] }), callSeen());
    expect(edges).toMatchObject([{ scopes: ['a', 'b', 'c'] }]);
  });

  it('enforces what was observed, with what it needed beyond the edge', () => {
    const target = 'm3';
    const { edges } = propose(
      callSeen({ target, scopes: ['z', 'a'], observed: 'edge_expired' }),
      callSeen({ target, scopes: ['y'], observed: 'edge_expired' }),
    );
    expect(edges).toEqual([edge({ caller: 'm1', target, scopes: ['a', 'y', 'z'] })]);
  });

  it('makes an edge of what an observed caller called', () => {
    const { edges } = propose(callSeen({ caller: 'new', scopes: ['b', 'a'], observed: 'no_edge' }));
    expect(edges).toEqual([edge({ caller: 'new', target: 'm2', scopes: ['a', 'b'] })]);
  });

  it('writes out the part of a group that was used', () => {
    const { edges, unused } = propose(callSeen({ caller: 'm3', target: 'm1' }));
    expect(edges).toEqual([edge({ caller: 'm3', target: 'm1', scopes: ['x'], owner: 'team-s' })]);
    expect(unused).toContain('m2 -> m1');
  });

  it('does not bring back what somebody took away', () => {
    const { edges, refused } = propose(
      callSeen({ caller: 'm2', target: 'm3' }),
      callSeen({ caller: 'gone' }),
      callSeen({ scopes: ['a', 'gone'] }),
    );
    expect(edges).toMatchObject([{ target: 'm2', scopes: ['a'] }]);
    expect(refused).toEqual(['gone -> m2', 'm2 -> m3']);
  });
});
