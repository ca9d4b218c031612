import { ProofMemoryFull, ProofRejected } from '@app/m2m';
import { Problem } from '@app/runtime';
import { IssuingUnavailable, TokenDenied, type DenialReason } from '../issuing/issuing.errors.js';
import { describeRefusal } from './describe-refusal.js';

describe('describeRefusal', () => {
  it.each<[DenialReason, string]>([
    ['no_edge', 'M2M_EDGE_NOT_ALLOWED'],
    ['target_unknown', 'M2M_EDGE_NOT_ALLOWED'],
    ['target_disabled', 'M2M_EDGE_NOT_ALLOWED'],
    ['scope_missing', 'M2M_SCOPE_NOT_ALLOWED'],
    ['caller_unknown', 'M2M_CREDENTIAL_REJECTED'],
    ['caller_disabled', 'M2M_CREDENTIAL_REJECTED'],
    ['caller_revoked', 'M2M_CREDENTIAL_REJECTED'],
    ['edge_revoked', 'M2M_EDGE_NOT_ALLOWED'],
    ['edge_expired', 'M2M_EDGE_NOT_ALLOWED'],
    ['credential_before_not_before', 'M2M_CREDENTIAL_REJECTED'],
    ['credential_revoked', 'M2M_CREDENTIAL_REJECTED'],
    ['credential_expired', 'M2M_CREDENTIAL_REJECTED'],
    ['credential_unregistered', 'M2M_CREDENTIAL_REJECTED'],
  ])('answers %s with 401 %s, a challenge and the decision', (reason, code) => {
    const problem = describeRefusal(new TokenDenied(reason, 'decision-1'));
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      status: 401,
      code,
      members: { decisionId: 'decision-1' },
      headers: {
        'www-authenticate': `Bearer realm="auth-server", error="invalid_token", error_description="${code}"`,
      },
    });
    expect((problem as Problem).message).not.toContain(reason);
    expect(problem).not.toHaveProperty('members.hint');
  });

  it('lets nobody tell an unknown target from a forbidden or a disabled one', () => {
    const wire = (['no_edge', 'target_unknown', 'target_disabled'] as const).map((reason) => {
      const problem = describeRefusal(new TokenDenied(reason, 'd')) as Problem;
      const { status, code, message, headers, members } = problem;
      return { status, code, message, headers, members };
    });
    expect(new Set(wire.map((problem) => JSON.stringify(problem))).size).toBe(1);
  });

  it('tells the caller the reason and what to do, in members of their own', () => {
    const denied = new TokenDenied('edge_expired', 'd', 'The edge ended on 2026-01-01.');
    expect(describeRefusal(denied)).toMatchObject({
      members: { reason: 'edge_expired', hint: 'The edge ended on 2026-01-01.' },
    });
  });

  it('answers 503 and when to come back while the core does not sign', () => {
    const cause = new IssuingUnavailable('decision-1', { cause: new Error('at 10.0.0.1') });
    const problem = describeRefusal(cause) as Problem;
    expect(problem).toMatchObject({
      status: 503,
      code: 'M2M_CORE_UNAVAILABLE',
      headers: { 'retry-after': '2' },
      members: { decisionId: 'decision-1' },
      cause,
    });
    expect(problem.message).not.toContain('10.0.0.1');
  });

  it('asks for a proof where the edge gives bound tokens only', () => {
    expect(describeRefusal(new TokenDenied('proof_missing', 'decision-1'))).toMatchObject({
      status: 401,
      code: 'M2M_DPOP_REQUIRED',
      members: { decisionId: 'decision-1' },
      headers: { 'www-authenticate': expect.stringMatching(/^DPoP .*error="invalid_dpop_proof"/) },
    });
  });

  it('answers a proof that does not hold with 401, its code and the scheme of proofs', () => {
    const rejected = new ProofRejected('M2M_DPOP_PROOF_EXPIRED', 'It is old.');
    expect(describeRefusal(rejected)).toMatchObject({
      status: 401,
      code: 'M2M_DPOP_PROOF_EXPIRED',
      message: 'It is old.',
      headers: {
        'www-authenticate':
          'DPoP realm="auth-server", error="invalid_dpop_proof", error_description="M2M_DPOP_PROOF_EXPIRED", algs="ES256 PS256 RS256 EdDSA Ed25519"',
      },
    });
  });

  it('answers 503 while no further proof can be remembered', () => {
    expect(describeRefusal(new ProofMemoryFull(10))).toMatchObject({
      status: 503,
      code: 'M2M_DPOP_MEMORY_FULL',
      headers: { 'retry-after': '10' },
    });
  });

  it('leaves alone what it does not know', () => {
    const error = new TypeError('surprise');
    expect(describeRefusal(error)).toBe(error);
  });
});
