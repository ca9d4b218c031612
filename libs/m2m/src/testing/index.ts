// Set up
export { M2MTestKit, type M2MTestKitOptions } from './m2m-test-kit.js';
export { M2MTestingModule, type M2MTestingModuleOptions } from './m2m-testing.module.js';

// Call
export { TestCaller, type TestCall, type TestTokenRequest } from './test-caller.js';
export type { StubAnswer, StubRequest } from './switchboard.js';
export type { TokenFlaw } from './token-flaws.js';

// Break
export type { InProcessAuthServer, RefusalWord } from './in-process-auth-server.js';
export type { TestRevocation } from './test-revocations.js';
export { FrozenClock } from './frozen-clock.js';

// Assert
export { expectPolicy, type PolicyExpectation } from './expect-policy.js';
export {
  TestPolicy,
  type TestDecision,
  type TestPolicySpec,
  type TestTarget,
} from './test-policy.js';
