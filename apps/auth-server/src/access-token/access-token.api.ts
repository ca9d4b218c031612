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
    headers: {
      DPoP: { description: 'The proof of a key that the token is to be bound to (RFC 9449).' },
      'M2M-Instance': { description: 'Which process of the caller asks, for lists and logs.' },
    },
    body: { schema: accessTokenRequest, example: { target: 'm2' } },
    answers: {
      200: {
        description: 'The token. Fetch the next one after `refreshIn` seconds.',
        schema: z.strictObject({
          accessToken: z.string(),
          tokenType: z.enum(['Bearer', 'DPoP']),
          expiresIn: z.int().describe('Seconds from now.'),
          refreshIn: z.int().describe('Seconds from now.'),
          scope: z.string().optional(),
        }),
        example: { accessToken: 'eyJ…', tokenType: 'Bearer', expiresIn: 1800, refreshIn: 300 },
      },
      401: {
        description:
          'Refused, such as `M2M_EDGE_NOT_ALLOWED`, `M2M_SCOPE_NOT_ALLOWED`, `M2M_CREDENTIAL_REJECTED`, `M2M_PLATFORM_TOKEN_REJECTED` or `M2M_TOKEN_EXPIRED`; `M2M_DPOP_REQUIRED` where only bound tokens are given, and `M2M_DPOP_…` for a proof that does not hold.',
        schema: z.strictObject({
          statusCode: z.literal(401),
          error: z.literal('Unauthorized'),
          code: z.string().regex(/^M2M_[A-Z_]+$/),
          message: z.string(),
          decisionId: z.string().optional().describe('Finds the decision in log and audit.'),
          reason: z.string().optional().describe('Of the decision, as the caller may know it.'),
          hint: z.string().optional().describe('What to do, in a sentence or two.'),
        }),
        headers: { 'WWW-Authenticate': 'RFC 6750 §3; RFC 9449 §5 where it is about a proof.' },
        example: {
          statusCode: 401,
          error: 'Unauthorized',
          code: 'M2M_EDGE_NOT_ALLOWED',
          message: 'The policy has no edge from this caller to that target. …',
          decisionId: '3f2c…',
          reason: 'no_edge',
          hint: 'The policy lets m1 call m2: is that the one?',
        },
      },
    },
    problems: {
      400: ['M2M_REQUEST_INVALID', 'M2M_CREDENTIAL_AMBIGUOUS'],
      413: ['M2M_BODY_TOO_LARGE'],
      415: ['M2M_CONTENT_TYPE_NOT_SUPPORTED', 'M2M_CONTENT_ENCODING_NOT_SUPPORTED'],
      429: ['M2M_RATE_LIMITED'],
      503: [
        'M2M_CORE_UNAVAILABLE',
        'M2M_PLATFORM_KEYS_UNAVAILABLE',
        'M2M_KEY_SET_UNAVAILABLE',
        'M2M_DPOP_MEMORY_FULL',
      ],
    },
  },
];
