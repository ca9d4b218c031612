import { apiText, type ApiRoute } from '@app/runtime';
import { queryRequest } from './query-request.js';

/** The routes of this room. */
export const QUERY_API: readonly ApiRoute[] = [
  {
    route: 'POST /query',
    tag: 'calls',
    summary: 'Greet another microservice, and pass its answer on',
    description: 'Open to whoever reaches it: protect it, or do not copy it.',
    body: { schema: queryRequest, example: { target: 'm2' } },
    answers: {
      200: {
        description: 'What the target answered.',
        schema: apiText,
        types: ['text/plain'],
        example: 'Hello to m1 from m2!',
      },
    },
    problems: {
      400: ['M2M_TARGET_INVALID'],
      401: ['M2M_EDGE_NOT_ALLOWED', 'M2M_CREDENTIAL_EXPIRED', 'M2M_CREDENTIAL_REJECTED'],
      413: ['M2M_BODY_TOO_LARGE'],
      415: ['M2M_CONTENT_TYPE_NOT_SUPPORTED', 'M2M_CONTENT_ENCODING_NOT_SUPPORTED'],
      502: [
        'M2M_TARGET_REFUSED',
        'M2M_TARGET_FAILED',
        'M2M_TARGET_REDIRECTED',
        'M2M_TARGET_UNREACHABLE',
        'M2M_TARGET_UNKNOWN',
      ],
      503: ['M2M_AUTH_SERVER_UNREACHABLE', 'M2M_CREDENTIAL_MISSING', 'M2M_TOKEN_RESPONSE_INVALID'],
      504: ['M2M_TARGET_TIMEOUT'],
    },
  },
];
