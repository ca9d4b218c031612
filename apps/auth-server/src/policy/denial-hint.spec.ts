import { microserviceOf } from '../../../../test/support/microservice-of.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { denialHint, type EdgeRefusal } from './denial-hint.js';
import { PolicySnapshot } from './policy-snapshot.js';

const edge = { mode: 'enforce' as const, scopes: [] };

const snapshot = new PolicySnapshot(
  1,
  new RegistrySnapshot([
    microserviceOf('m1'),
    microserviceOf('orders', { owner: 'team-orders' }),
    microserviceOf('ordersx', { owner: 'team-secret' }),
    microserviceOf('stock', { isEnabled: false }),
  ]),
  [
    { ...edge, caller: 'm1', target: 'orders', scopes: ['read', 'list'], until: new Date(0) },
    { ...edge, caller: 'm1', target: 'stock', owner: 'team-stock' },
  ],
);
const hint = (target: string, reason: EdgeRefusal) =>
  denialHint(snapshot, { caller: 'm1', target }, reason);

describe('denialHint', () => {
  it('names the edge that a misspelt target may be meant for', () => {
    expect(hint('order', 'target_unknown')).toBe(
      'The policy lets m1 call orders: is that the one?',
    );
  });

  it('says the same of a target that is there, is not there, or is disabled', () => {
    const hints = [
      hint('ordersx', 'no_edge'),
      hint('ordersy', 'target_unknown'),
      hint('ordersz', 'target_disabled'),
    ];
    expect(new Set(hints)).toEqual(new Set(['The policy lets m1 call orders: is that the one?']));
    expect(hint('payroll', 'no_edge')).toBe(hint('nothing-like-it', 'target_unknown'));
  });

  it('never sends the caller to the name that it asked for', () => {
    expect(hint('stock', 'target_disabled')).toContain('Ask whoever keeps the policy');
  });

  it.each<[EdgeRefusal, string, string]>([
    ['edge_expired', 'orders', 'The edge ended on 1970-01-01. Ask team-orders.'],
    ['scope_missing', 'orders', 'The edge has these scopes: read list. Ask team-orders.'],
    ['scope_missing', 'stock', 'The edge has no scopes: ask for none. Ask team-stock.'],
    ['edge_revoked', 'stock', 'Access over this edge is revoked. Ask team-stock.'],
    ['edge_revoked', 'm9', 'Access over this edge is revoked. Ask whoever keeps the policy.'],
    ['edge_expired', 'm9', 'The edge has ended. Ask whoever keeps the policy.'],
  ])('of %s to %s says whom to ask', (reason, target, expected) => {
    expect(hint(target, reason)).toBe(expected);
  });
});
