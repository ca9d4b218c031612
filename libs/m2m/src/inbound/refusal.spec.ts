import {
  CallerNotAllowed,
  CredentialAmbiguous,
  InsufficientScope,
  KeySetUnavailable,
  TokenMissing,
} from '../shared/request-refused.error.js';
import { TokenRejected } from '../shared/token-rejected.error.js';
import { ProofMemoryFull, ProofRejected } from '../shared/proof-rejected.error.js';
import { isRefusalError, toRefusal } from './refusal.js';

const rejected = new TokenRejected('M2M_TOKEN_EXPIRED', 'It has "expired"\r\nX: 1');

describe('a refusal', () => {
  it.each([
    ['no token', new TokenMissing(), 401, { 'WWW-Authenticate': 'Bearer realm="m2"' }],
    [
      'a bad token',
      rejected,
      401,
      {
        'WWW-Authenticate':
          'Bearer realm="m2", error="invalid_token", error_description="It has ?expired???X: 1"',
      },
    ],
    [
      'two credentials',
      new CredentialAmbiguous('One.'),
      400,
      {
        'WWW-Authenticate': 'Bearer realm="m2", error="invalid_request", error_description="One."',
      },
    ],
    [
      'a caller that is not let in',
      new CallerNotAllowed('No.'),
      403,
      {
        'WWW-Authenticate':
          'Bearer realm="m2", error="insufficient_scope", error_description="No."',
      },
    ],
    [
      'a proof that does not hold',
      new ProofRejected('M2M_DPOP_PROOF_EXPIRED', 'Old.'),
      401,
      {
        'WWW-Authenticate':
          'DPoP realm="m2", error="invalid_dpop_proof", error_description="Old.", algs="ES256 PS256 RS256 EdDSA Ed25519"',
      },
    ],
    [
      'a bound token without its scheme',
      new TokenRejected('M2M_TOKEN_BOUND', 'Bound.'),
      401,
      {
        'WWW-Authenticate':
          'DPoP realm="m2", error="invalid_token", error_description="Bound.", algs="ES256 PS256 RS256 EdDSA Ed25519"',
      },
    ],
    ['too many proofs', new ProofMemoryFull(10), 503, { 'Retry-After': '10' }],
    ['no key set', new KeySetUnavailable(7), 503, { 'Retry-After': '7' }],
  ] as const)('for %s has the status and headers of RFC 6750', (_why, error, status, headers) => {
    expect(isRefusalError(error)).toBe(true);
    expect(toRefusal(error, 'm2')).toMatchObject({ error, status, headers });
  });

  it('for a missing scope names the scopes that are needed', () => {
    const { status, headers } = toRefusal(new InsufficientScope(['a', 'b']), 'm2');
    expect(status).toBe(403);
    expect(headers['WWW-Authenticate']).toMatch(/error="insufficient_scope".*scope="a b"$/);
  });

  it('challenges with the scheme that was used, or that the route demands', () => {
    const { headers } = toRefusal(new TokenMissing(), 'm2', 'DPoP');
    expect(headers['WWW-Authenticate']).toMatch(/^DPoP realm="m2", algs="ES256 /);
    const expired = toRefusal(rejected, 'm2', 'DPoP').headers['WWW-Authenticate'];
    expect(expired).toMatch(/^DPoP realm="m2", error="invalid_token", /);
  });

  it('has a body with a stable code', () => {
    expect(toRefusal(rejected, 'm2').body).toEqual({
      statusCode: 401,
      error: 'Unauthorized',
      code: 'M2M_TOKEN_EXPIRED',
      message: rejected.message,
    });
  });

  it('is not made of a fault', () => {
    expect(isRefusalError(new Error('fault'))).toBe(false);
  });
});
