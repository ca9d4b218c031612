import { callSeen } from '../../../../test/support/audit-records.js';
import { policyOfText } from '../../../../test/support/policy-of-text.js';
import { planPolicy } from './plan-policy.js';

const MICROSERVICES = `
microservices:
  m1: { url: http://m1, owner: team-a }
  m2: { url: http://m2 }
  m3: { url: http://m3 }
allow:
`;
const NOW = Date.UTC(2026, 0, 31);
const before = policyOfText(`${MICROSERVICES}
  m1: [{ target: m2, scopes: [a, b], owner: team-b }, m3]
  m2: [m1]
`);
const plan = (allow: string, calls = [callSeen()]) =>
  planPolicy(calls, { before, after: policyOfText(`${MICROSERVICES}${allow}`), nowMs: NOW });

describe('planPolicy', () => {
  it('finds nothing to refuse in what allows the same', () => {
    const calls = [
      callSeen(),
      callSeen({ scopes: ['a'] }),
      callSeen({ caller: 'm2', target: 'm1' }),
    ];
    expect(plan('  m1: [{ target: m2, scopes: [b, a] }]\n  m2: [m1]', calls)).toEqual({
      wouldDeny: [],
      refusedAlready: [],
      wouldNarrow: [],
    });
  });

  it.each([
    ['no_edge', '  m1: [m3]', []],
    ['scope_missing', '  m1: [{ target: m2, scopes: [a] }]', ['a', 'b']],
    ['edge_expired', '  m1: [{ target: m2, scopes: [a, b], until: 2026-01-30 }]', []],
  ])(
    'says which calls would be refused for %s, how many, when last, and whom to ask',
    (reason, allow, scopes) => {
      expect(plan(allow, [callSeen({ scopes, count: 312 })]).wouldDeny).toEqual([
        {
          caller: 'm1',
          target: 'm2',
          scopes,
          reason,
          count: 312,
          lastAt: callSeen().lastAt,
          owner: 'team-b',
        },
      ]);
    },
  );

  it.each([
    ['caller_unknown', '', 'm1'],
    ['target_unknown', '', 'm2'],
    ['caller_disabled', ', enabled: false', 'm1'],
    ['target_disabled', ', enabled: false', 'm2'],
  ])('says %s of a microservice that the document drops or disables', (reason, more, name) => {
    const line = new RegExp(`  ${name}: \\{ url: (\\S+?)(,.*)? \\}\\n`);
    const text = `${MICROSERVICES}  m3: [m3]`.replace(
      line,
      more === '' ? '' : `  ${name}: { url: $1${more} }\n`,
    );
    const after = policyOfText(text);
    const { wouldDeny } = planPolicy([callSeen()], { before, after, nowMs: NOW });
    expect(wouldDeny).toMatchObject([{ reason }]);
  });

  it.each(['enforce', 'observe'])('refuses what a proof is wanted for from now on: %s', (mode) => {
    const constrained = `  m1: [{ target: m2, scopes: [a, b], mode: ${mode}, sender-constrained: dpop }]`;
    expect(plan(constrained).wouldDeny).toMatchObject([{ target: 'm2', reason: 'proof_missing' }]);
    const policy = policyOfText(`${MICROSERVICES}${constrained}`);
    const same = planPolicy([callSeen()], { before: policy, after: policy, nowMs: NOW });
    expect(same).toEqual({ wouldDeny: [], refusedAlready: [], wouldNarrow: [] });
  });

  it('refuses nothing that the document observes', () => {
    expect(
      plan('  m1: [{ target: m2, mode: observe }]', [callSeen({ scopes: ['a'] })]).wouldDeny,
    ).toEqual([]);
  });

  it('keeps apart what the policy in force refuses as well', () => {
    const removed = callSeen({ caller: 'm3', target: 'm1' });
    const { wouldDeny, refusedAlready } = plan('  m2: [m1]', [callSeen(), removed]);
    expect([wouldDeny, refusedAlready]).toMatchObject([[{ caller: 'm1' }], [{ caller: 'm3' }]]);
  });

  it('counts calls together that ask the same, whyever they were let through, most first', () => {
    const later = new Date('2026-01-30T00:00:00Z');
    const calls = [
      callSeen({ target: 'm3', count: 5 }),
      callSeen({ count: 3, lastAt: later }),
      callSeen({ count: 4, observed: 'no_edge' }),
    ];
    expect(plan('  m2: [m1]', calls).wouldDeny).toMatchObject([
      { target: 'm2', count: 7, lastAt: later },
      { target: 'm3', count: 5, owner: 'team-a' },
    ]);
  });

  it('says which scopes a caller would lose that asks for all there are', () => {
    expect(plan('  m1: [{ target: m2, scopes: [b] }]', [callSeen({ count: 2 })])).toEqual({
      wouldDeny: [],
      refusedAlready: [],
      wouldNarrow: [
        {
          caller: 'm1',
          target: 'm2',
          lost: ['a'],
          count: 2,
          lastAt: callSeen().lastAt,
          owner: 'team-b',
        },
      ],
    });
  });
});
