import { microserviceOf } from '../../../../test/support/microservice-of.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { decide } from './decide.js';
import type { Edge } from './edge.js';
import { PolicySnapshot } from './policy-snapshot.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const ENDED = new Date(NOW);
const TO_COME = new Date(NOW + 1);

const registry = new RegistrySnapshot([
  microserviceOf('m1'),
  microserviceOf('m2'),
  microserviceOf('new', { mode: 'observe' }),
  microserviceOf('asleep', { isEnabled: false, mode: 'observe' }),
]);

const ask = (
  edge: Partial<Edge> | undefined,
  caller: string,
  target: string,
  scopes: readonly string[] = [],
) => {
  const usual = { caller, target, scopes: ['read'], mode: 'enforce' as const };
  const edges = edge === undefined ? [] : [{ ...usual, ...edge }];
  const snapshot = new PolicySnapshot(1, registry, edges);
  return decide(snapshot, { caller, target, scopes, nowMs: NOW });
};

describe('an edge with an end', () => {
  it('allows until the moment before, and says afterwards that it has ended', () => {
    expect(ask({ until: TO_COME }, 'm1', 'm2')).toMatchObject({ allowed: true });
    expect(ask({ until: ENDED }, 'm1', 'm2')).toEqual({ allowed: false, reason: 'edge_expired' });
  });
});

describe('an observed edge', () => {
  it('says nothing of what it allows anyway', () => {
    expect(ask({ mode: 'observe' }, 'm1', 'm2', ['read'])).not.toHaveProperty('observed');
  });

  it.each([
    ['scopes that it has not', {}, ['write', 'read', 'write'], 'scope_missing', ['write', 'read']],
    ['a call after its end', { until: ENDED }, [], 'edge_expired', ['read']],
  ])('lets through %s and tells', (_what, traits, asked, observed, scopes) => {
    expect(ask({ ...traits, mode: 'observe' }, 'm1', 'm2', asked)).toMatchObject({
      allowed: true,
      observed,
      scopes,
      edge: { caller: 'm1', target: 'm2', mode: 'observe' },
    });
  });
});

describe('an observed caller', () => {
  it('may call any enabled microservice, with an edge that is made up', () => {
    expect(ask(undefined, 'new', 'm2', ['read'])).toEqual({
      allowed: true,
      edge: { caller: 'new', target: 'm2', scopes: [], mode: 'observe' },
      scopes: ['read'],
      observed: 'no_edge',
    });
  });

  it('is let through beyond an edge of its own', () => {
    expect(ask({}, 'new', 'm2', ['write'])).toMatchObject({ observed: 'scope_missing' });
    expect(ask({}, 'new', 'm2', ['read'])).not.toHaveProperty('observed');
  });

  it.each([
    ['when it is disabled', 'asleep', 'm2', 'caller_disabled'],
    ['to a disabled target', 'new', 'asleep', 'target_disabled'],
    ['to an unknown target', 'new', 'm9', 'target_unknown'],
  ])('is not let through %s', (_when, caller, target, reason) => {
    expect(ask(undefined, caller, target)).toEqual({ allowed: false, reason });
  });

  it('lets nobody else call it', () => {
    expect(ask(undefined, 'm1', 'new')).toEqual({ allowed: false, reason: 'no_edge' });
  });
});
