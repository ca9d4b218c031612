import { ProofMemoryFull, ProofRejected } from '@app/m2m';
import { IssuingUnavailable, TokenDenied, type DenialReason } from '../issuing/issuing.errors.js';
import { describeDenial } from './describe-denial.js';

describe('a denial on the OAuth wire', () => {
  it.each<[DenialReason, string, number]>([
    ['no_edge', 'invalid_target', 400],
    ['target_unknown', 'invalid_target', 400],
    ['target_disabled', 'invalid_target', 400],
    ['edge_revoked', 'invalid_target', 400],
    ['edge_expired', 'invalid_target', 400],
    ['scope_missing', 'invalid_scope', 400],
    ['proof_missing', 'invalid_dpop_proof', 400],
    ['caller_unknown', 'invalid_client', 401],
    ['caller_disabled', 'invalid_client', 401],
    ['caller_revoked', 'invalid_client', 401],
    ['credential_revoked', 'invalid_client', 401],
  ])('for %s is %s', (reason, error, status) => {
    expect(describeDenial(new TokenDenied(reason, 'd'))).toMatchObject({ error, status });
  });

  it('tells an authenticated client the reason, and what to do in the letters of RFC 6749', () => {
    const denied = new TokenDenied('scope_missing', 'd-1', 'Ask "team \\ é".');
    expect(describeDenial(denied)).toMatchObject({
      members: { reason: 'scope_missing', decision_id: 'd-1' },
      description: 'The edge to that target does not have every scope asked for. Ask team ? ?.',
    });
  });

  it.each<DenialReason>(['target_unknown', 'target_disabled'])(
    'tells no %s from a forbidden target',
    (reason) => {
      const wire = describeDenial(new TokenDenied(reason, 'd'));
      expect(wire).toEqual(describeDenial(new TokenDenied('no_edge', 'd')));
      expect(wire).toMatchObject({ members: { reason: 'no_edge' } });
    },
  );

  it('tells nothing of a credential that does not stand', () => {
    expect(describeDenial(new TokenDenied('credential_revoked', 'd', 'hint'))).toMatchObject({
      members: {},
      description: expect.not.stringContaining('hint') as string,
    });
  });

  it('is temporary when the core does not sign', () => {
    expect(describeDenial(new IssuingUnavailable('d'))).toMatchObject({
      error: 'temporarily_unavailable',
      status: 503,
      headers: { 'retry-after': '2' },
    });
  });

  it('for a proof that does not hold is the one of RFC 9449 §5, in the letters of RFC 6749', () => {
    const rejected = new ProofRejected('M2M_DPOP_PROOF_MISMATCH', 'See its "htm".');
    expect(describeDenial(rejected)).toMatchObject({
      error: 'invalid_dpop_proof',
      status: 400,
      description: 'See its htm.',
    });
    expect(describeDenial(new ProofMemoryFull(10))).toMatchObject({
      error: 'temporarily_unavailable',
      status: 503,
      headers: { 'retry-after': '10' },
    });
  });

  it('leaves everything else as it is', () => {
    const error = new Error('a fault');
    expect(describeDenial(error)).toBe(error);
  });
});
