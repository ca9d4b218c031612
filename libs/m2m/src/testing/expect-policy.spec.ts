import { expectPolicy } from './expect-policy.js';
import { TestPolicy } from './test-policy.js';

const SPEC = {
  m1: ['m1', { target: 'm2', scopes: ['invoice:read', 'invoice:write'] }],
  m3: ['m1'],
};

describe('expectPolicy', () => {
  it('passes what the policy says, and chains', () => {
    expectPolicy(SPEC)
      .toAllow('m1', 'm1')
      .toAllow('m1', 'm2', ['invoice:read'])
      .toDeny('m1', 'm3')
      .toDeny('m1', 'm2', ['invoice:delete'])
      .toDeny('m2', 'm1');
  });

  it('takes a policy that a kit has made', () => {
    expectPolicy(new TestPolicy(SPEC)).toAllow('m3', 'm1');
  });

  it.each([
    [
      () => expectPolicy(SPEC).toDeny('m1', 'm2', ['invoice:read']),
      /deny m1 -> m2 with invoice:read, but it is allowed/,
    ],
    [
      () => expectPolicy(SPEC).toAllow('m1', 'm3'),
      /allow m1 -> m3, but it is refused with M2M_EDGE_NOT_ALLOWED/,
    ],
    [() => expectPolicy(SPEC).toAllow('m1', 'm2', ['x']), /M2M_SCOPE_NOT_ALLOWED/],
    [() => expectPolicy(SPEC).toDeny('m1', 'm1'), /deny m1 -> m1, but it is allowed/],
  ])('fails with a sentence that names the edge (%#)', (assertion, message) => {
    expect(assertion).toThrow(message);
  });
});

describe('TestPolicy', () => {
  it('grants all scopes of an edge when none is asked for, else those asked for', () => {
    const policy = new TestPolicy(SPEC);
    expect(policy.decide('m1', 'm2')).toEqual({
      allowed: true,
      scopes: ['invoice:read', 'invoice:write'],
    });
    expect(policy.decide('m1', 'm2', ['invoice:write'])).toEqual({
      allowed: true,
      scopes: ['invoice:write'],
    });
  });

  it('refuses names that are members of every object', () => {
    expectPolicy({}).toDeny('__proto__', 'constructor');
  });

  it.each(['M1', 'm 1', ''])('does not take %j for the name of a microservice', (name) => {
    expect(() => new TestPolicy({ [name]: ['m1'] })).toThrow(/policy.*no microservice/);
  });

  it('knows which edges no test has used', () => {
    const policy = new TestPolicy(SPEC);
    policy.markUsed('m1', 'm2');
    expect(policy.unusedEdges()).toEqual(['m1 -> m1', 'm3 -> m1']);
    expect(policy.names).toEqual(['m1', 'm2', 'm3']);
  });
});
