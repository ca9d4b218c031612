import { apiText, type ApiRoute } from '@app/runtime';

/** Why a token does not count here. */
const REJECTIONS = [
  'M2M_TOKEN_MALFORMED',
  'M2M_HEADER_NOT_ALLOWED',
  'M2M_ALGORITHM_NOT_ALLOWED',
  'M2M_KEY_UNKNOWN',
  'M2M_SIGNATURE_INVALID',
  'M2M_ISSUER_MISMATCH',
  'M2M_AUDIENCE_MISMATCH',
  'M2M_TOKEN_KIND_MISMATCH',
  'M2M_TOKEN_EXPIRED',
  'M2M_TOKEN_NOT_YET_VALID',
  'M2M_TOKEN_LIFETIME_EXCEEDED',
  'M2M_CLAIM_INVALID',
  'M2M_TOKEN_REVOKED',
];

/** The routes of this room. */
export const HELLO_API: readonly ApiRoute[] = [
  {
    route: 'GET /hello',
    tag: 'called',
    summary: 'Greet the caller',
    access: ['accessToken'],
    answers: {
      200: {
        description: 'A greeting that names both.',
        schema: apiText,
        types: ['text/plain'],
        example: 'Hello to m1 from m2!',
      },
    },
    problems: {
      400: ['M2M_CREDENTIAL_AMBIGUOUS'],
      401: ['M2M_TOKEN_MISSING', ...REJECTIONS],
      403: ['M2M_CALLER_NOT_ALLOWED', 'M2M_INSUFFICIENT_SCOPE'],
      503: ['M2M_KEY_SET_UNAVAILABLE', 'M2M_REVOCATIONS_STALE'],
    },
  },
];
