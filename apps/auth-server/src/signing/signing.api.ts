import type { ApiRoute } from '@app/runtime';
import { z } from 'zod';

const text = z.string();

const keySet: Omit<ApiRoute, 'route' | 'summary'> = {
  tag: 'keys',
  headers: { 'If-None-Match': { description: 'The `ETag` of the set that is known.' } },
  answers: {
    200: {
      description: 'A JWK Set (RFC 7517 §5); it stays while the core is away.',
      schema: z.strictObject({
        keys: z.array(
          z.strictObject({ kty: text, kid: text, n: text, e: text, alg: text, use: text }),
        ),
      }),
      headers: { ETag: 'Changes when the set does.', 'Cache-Control': 'How long to keep it.' },
    },
    304: { description: 'The set that is known is the newest.' },
  },
  problems: { 503: ['M2M_CORE_UNAVAILABLE'] },
};

/** The routes of this room. */
export const SIGNING_API: readonly ApiRoute[] = [
  { route: 'GET /.well-known/jwks.json', summary: 'The keys that verify tokens', ...keySet },
  {
    route: 'GET /auth/jwt/jwks.json',
    summary: 'The same, where SDKs of SuperTokens look for it',
    ...keySet,
  },
];
