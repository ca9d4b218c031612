import { microserviceOf } from '../../../../test/support/microservice-of.js';
import { revocationOf } from '../../../../test/support/revocation-of.js';
import { decide } from '../policy/decide.js';
import type { Edge } from '../policy/edge.js';
import { PolicySnapshot } from '../policy/policy-snapshot.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { RevocationSnapshot } from '../revocations/revocation-snapshot.js';
import { explain } from './explain.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const NONE = new RevocationSnapshot(1);

const edge = (caller: string, target: string, traits: Partial<Edge> = {}): Edge => ({
  caller,
  target,
  scopes: [],
  mode: 'enforce',
  ...traits,
});

const snapshot = new PolicySnapshot(
  7,
  new RegistrySnapshot([
    microserviceOf('m1'),
    microserviceOf('orders', { owner: 'team-orders' }),
    microserviceOf('stock'),
    microserviceOf('asleep', { isEnabled: false }),
    microserviceOf('fresh', { mode: 'observe' }),
  ]),
  [
    edge('m1', 'orders', { scopes: ['read'], owner: 'team-edge' }),
    edge('m1', 'asleep'),
    edge('stock', 'm1', { senderConstrained: 'dpop' }),
    edge('stock', 'orders', { until: new Date(NOW) }),
  ],
);

const why = (caller: string, target: string, scopes: readonly string[] = [], revoked = NONE) =>
  explain(snapshot, revoked, { caller, target, scopes, nowMs: NOW });

describe('explain', () => {
  it.each([
    ['m1', 'orders', [], 'edge', 'm1 may call orders.'],
    ['m9', 'orders', [], 'caller_unknown', 'No microservice is called m9.'],
    ['asleep', 'orders', [], 'caller_disabled', 'asleep is disabled.'],
    ['m1', 'm9', [], 'target_unknown', 'No microservice is called m9.'],
    ['m1', 'asleep', [], 'target_disabled', 'asleep is disabled.'],
    ['m1', 'stock', [], 'no_edge', 'The policy has no edge from m1 to stock.'],
    ['stock', 'orders', [], 'edge_expired', 'from stock to orders ended at 2026-06-01T00:00:00'],
    ['m1', 'orders', ['read', 'write'], 'scope_missing', 'm1 to orders does not have write.'],
  ])('says of %s to %s with %j: %s', (caller, target, scopes, reason, sentence) => {
    const explanation = why(caller, target, scopes);
    expect(explanation).toMatchObject({ allowed: reason === 'edge', reason, policyVersion: 7 });
    expect(explanation.sentence).toContain(sentence);
    const decision = decide(snapshot, { caller, target, scopes, nowMs: NOW });
    expect(explanation.allowed).toBe(decision.allowed);
  });

  it('says of an edge that wants a key proven that it gives only bound tokens', () => {
    expect(why('stock', 'm1')).toMatchObject({
      allowed: true,
      reason: 'edge',
      sentence: 'stock may call m1. The edge gives only tokens that are bound to a key (DPoP).',
    });
  });

  it('tells an observed call from an allowed one', () => {
    expect(why('fresh', 'orders')).toMatchObject({
      allowed: true,
      observed: 'no_edge',
      sentence:
        'fresh may call orders. It is observed only: The policy has no edge from fresh to orders.',
    });
  });

  it.each([
    ['m1', 'caller_revoked', 'm1 is revoked.'],
    ['m1>orders', 'edge_revoked', 'The edge from m1 to orders is revoked.'],
  ])('puts the revocation of %s before the policy', (what, reason, sentence) => {
    const revoked = new RevocationSnapshot(2, [revocationOf(what)]);
    expect(why('m1', 'orders', [], revoked)).toMatchObject({ allowed: false, reason, sentence });
  });

  it('shows the edge, whom to ask, and who else is allowed', () => {
    expect(why('m1', 'orders')).toMatchObject({
      edge: { scopes: ['read'] },
      owner: 'team-edge',
      callerMayCall: ['asleep', 'orders'],
      mayCallTarget: ['m1', 'stock'],
    });
    expect(why('fresh', 'orders')).toMatchObject({ owner: 'team-orders', callerMayCall: [] });
    expect(why('fresh', 'stock')).not.toHaveProperty('owner');
  });

  it('names what a misspelt name may be meant for', () => {
    expect(why('stok', 'order').nearest).toEqual({ caller: 'stock', target: 'orders' });
    expect(why('m1', 'order').nearest).toEqual({ target: 'orders' });
    expect(why('stok', 'orders').nearest).toEqual({ caller: 'stock' });
    expect(why('m1', 'orders')).not.toHaveProperty('nearest');
  });
});
