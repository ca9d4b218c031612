import {
  CallerNotAllowed,
  CredentialAmbiguous,
  InsufficientScope,
  KeySetUnavailable,
  TokenMissing,
} from '../shared/request-refused.error.js';
import { TokenRejected } from '../shared/token-rejected.error.js';
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
