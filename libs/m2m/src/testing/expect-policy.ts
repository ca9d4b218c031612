import { AssertionError } from 'node:assert';
import { TestPolicy, type TestDecision, type TestPolicySpec } from './test-policy.js';

/** Assertions about a policy; each returns itself, so that they can be chained. */
export interface PolicyExpectation {
  /** Fails unless `caller` may call `target`, with every scope listed. */
  toAllow(caller: string, target: string, scopes?: readonly string[]): PolicyExpectation;
  /** Fails if `caller` may call `target` (with the scopes listed). */
  toDeny(caller: string, target: string, scopes?: readonly string[]): PolicyExpectation;
}

/**
 * Asserts who may call whom, in any test runner.
 *
 * @example
 * ```ts
 * expectPolicy({ m1: ['m1', 'm2'] }).toAllow('m1', 'm2').toDeny('m1', 'm3');
 * ```
 * @throws AssertionError that names the edge, from the assertion that does not hold
 */
export function expectPolicy(policy: TestPolicy | TestPolicySpec): PolicyExpectation {
  const known = policy instanceof TestPolicy ? policy : new TestPolicy(policy);
  const expectation: PolicyExpectation = {
    toAllow(caller, target, scopes) {
      const decision = known.decide(caller, target, scopes);
      return decision.allowed
        ? expectation
        : fail(`to allow ${edge(caller, target, scopes)}`, decision);
    },
    toDeny(caller, target, scopes) {
      const decision = known.decide(caller, target, scopes);
      return decision.allowed
        ? fail(`to deny ${edge(caller, target, scopes)}`, decision)
        : expectation;
    },
  };
  return expectation;
}

function edge(caller: string, target: string, scopes: readonly string[] = []): string {
  const asked = scopes.length === 0 ? '' : ` with ${scopes.join(' ')}`;
  return `${caller} -> ${target}${asked}`;
}

function fail(expected: string, decision: TestDecision): never {
  const found = decision.allowed ? 'it is allowed' : `it is refused with ${decision.code}`;
  throw new AssertionError({
    message: `Expected the policy ${expected}, but ${found}.`,
    actual: decision.allowed,
    expected: !decision.allowed,
    operator: 'expectPolicy',
  });
}
