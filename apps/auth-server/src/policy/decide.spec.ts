import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { decide } from './decide.js';
import { PolicySnapshot } from './policy-snapshot.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');

const snapshotOf = (disabled: readonly string[] = []): PolicySnapshot =>
  new PolicySnapshot(
    7,
    new RegistrySnapshot(
      ['m1', 'm2', 'm3'].map((name) => ({
        id: name,
        name,
        url: `http://${name}`,
        isEnabled: !disabled.includes(name),
        notBefore: undefined,
        mode: 'enforce',
      })),
    ),
    [
      { caller: 'm1', target: 'm1', scopes: [], mode: 'enforce' },
      { caller: 'm1', target: 'm2', scopes: ['read', 'write'], mode: 'enforce' },
      { caller: 'm2', target: 'm1', scopes: [], mode: 'enforce' },
      { caller: 'm2', target: 'm2', scopes: [], mode: 'enforce' },
      { caller: 'm3', target: 'm1', scopes: [], mode: 'enforce' },
    ],
  );
const snapshot = snapshotOf();
const ask = (caller: string, target: string, scopes: readonly string[] = []) =>
  decide(snapshot, { caller, target, scopes, nowMs: NOW });

describe('decide', () => {
  it.each([
    ['m1', 'm1', true],
    ['m1', 'm2', true],
    ['m1', 'm3', false],
    ['m2', 'm1', true],
    ['m2', 'm2', true],
    ['m2', 'm3', false],
    ['m3', 'm1', true],
    ['m3', 'm2', false],
    ['m3', 'm3', false],
  ])('answers whether %s may call %s: %s', (caller, target, allowed) => {
    expect(ask(caller, target)).toMatchObject(
      allowed ? { allowed, edge: { caller, target } } : { allowed, reason: 'no_edge' },
    );
  });

  it.each([
    ['an unknown caller', 'm9', 'm1', 'caller_unknown'],
    ['an unknown target', 'm1', 'm9', 'target_unknown'],
    ['a caller in another case', 'M1', 'm1', 'caller_unknown'],
    ['a target with a trailing space', 'm1', 'm2 ', 'target_unknown'],
    ['a target with a leading space', 'm1', ' m2', 'target_unknown'],
    ['a target that is cut by NUL', 'm1', 'm2\0', 'target_unknown'],
    ['a name of every object', 'm1', '__proto__', 'target_unknown'],
    ['a method of every object', 'constructor', 'm1', 'caller_unknown'],
    ['another method of every object', 'm1', 'toString', 'target_unknown'],
    ['no name at all', 'm1', '', 'target_unknown'],
  ])('refuses %s', (_what, caller, target, reason) => {
    expect(ask(caller, target)).toEqual({ allowed: false, reason });
  });

  it('refuses a disabled caller and a disabled target that have an edge', () => {
    const question = { caller: 'm1', target: 'm2', scopes: [], nowMs: NOW };
    expect(decide(snapshotOf(['m1']), question)).toMatchObject({ reason: 'caller_disabled' });
    expect(decide(snapshotOf(['m2']), question)).toMatchObject({ reason: 'target_disabled' });
  });

  it.each([
    ['all that the edge has when none is asked for', [], ['read', 'write']],
    ['only what is asked for', ['write'], ['write']],
    ['in the order of the edge, each once', ['write', 'read', 'write'], ['read', 'write']],
  ])('grants scopes: %s', (_what, scopes, granted) => {
    expect(ask('m1', 'm2', scopes)).toMatchObject({ allowed: true, scopes: granted });
  });

  it.each([[['read', 'admin']], [['Read']], [['']], [['__proto__']]])(
    'refuses scopes of which the edge lacks one: %j',
    (scopes) => {
      expect(ask('m1', 'm2', scopes)).toEqual({ allowed: false, reason: 'scope_missing' });
    },
  );

  it('allows nothing but the edges, whatever the names', () => {
    const name = oneof(constantFrom('m1', 'm2', 'm3'), string());
    assert(
      property(name, name, array(string()), (caller, target, scopes) => {
        const decision = ask(caller, target, scopes);
        const edge = snapshot.edgesOf(caller).find((one) => one.target === target);
        expect(decision.allowed).toBe(
          edge !== undefined && scopes.every((scope) => edge.scopes.includes(scope)),
        );
      }),
    );
  });
});

describe('PolicySnapshot', () => {
  it('lists the edges of a caller, and none of a stranger', () => {
    expect(snapshot.edgesOf('m2').map(({ target }) => target)).toEqual(['m1', 'm2']);
    expect(snapshot.edgesOf('__proto__')).toEqual([]);
  });
});
