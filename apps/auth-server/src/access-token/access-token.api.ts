import type { ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { accessTokenRequest } from './access-token-request.js';

/** The routes of this room. */
export const ACCESS_TOKEN_API: readonly ApiRoute[] = [
  {
    route: 'POST /accesstoken',
    tag: 'tokens',
    summary: 'Get an access token for one target',
    description:
      'For a bootstrap token, or the token of a platform that the policy trusts. Every refusal of credential or policy is 401, and an unknown target cannot be told from a forbidden one. A refused credential has a code of the library’s table besides those listed.',
    access: ['bootstrapToken'],
    body: { schema: accessTokenRequest, example: { target: 'm2' } },
    answers: {
      200: {
        description: 'The token. Fetch the next one after `refreshIn` seconds.',
        schema: z.strictObject({
          accessToken: z.string(),
          tokenType: z.literal('Bearer'),
          expiresIn: z.int().describe('Seconds from now.'),
          refreshIn: z.int().describe('Seconds from now.'),
          scope: z.string().optional(),
        }),
        example: { accessToken: 'eyJ…', tokenType: 'Bearer', expiresIn: 1800, refreshIn: 300 },
      },
      401: {
        description:
          'Refused, such as `M2M_EDGE_NOT_ALLOWED`, `M2M_SCOPE_NOT_ALLOWED`, `M2M_CREDENTIAL_REJECTED`, `M2M_PLATFORM_TOKEN_REJECTED` or `M2M_TOKEN_EXPIRED`.',
        schema: z.looseObject({
          statusCode: z.literal(401),
          error: z.literal('Unauthorized'),
          code: z.string().regex(/^M2M_[A-Z_]+$/),
          message: z.string(),
          decisionId: z.string().optional().describe('Finds the decision in log and audit.'),
        }),
        headers: { 'WWW-Authenticate': 'RFC 6750 §3.' },
        example: {
          statusCode: 401,
          error: 'Unauthorized',
          code: 'M2M_EDGE_NOT_ALLOWED',
          message: 'The policy has no edge from this caller to that target. …',
          decisionId: '3f2c…',
        },
      },
    },
    problems: {
      400: ['M2M_REQUEST_INVALID', 'M2M_CREDENTIAL_AMBIGUOUS'],
      413: ['M2M_BODY_TOO_LARGE'],
      415: ['M2M_CONTENT_TYPE_NOT_SUPPORTED', 'M2M_CONTENT_ENCODING_NOT_SUPPORTED'],
      429: ['M2M_RATE_LIMITED'],
      503: ['M2M_CORE_UNAVAILABLE', 'M2M_PLATFORM_KEYS_UNAVAILABLE', 'M2M_KEY_SET_UNAVAILABLE'],
    },
  },
];
