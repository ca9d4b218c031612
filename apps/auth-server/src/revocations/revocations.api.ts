import { apiMoment, apiText, type ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { describeAdminRoute } from '../admin/describe-admin-route.js';
import { revocationOrder } from './revocation-order.js';

const tag = 'revocations';

const revocation = z.strictObject({
  id: z.string(),
  microservice: z.string().optional(),
  edge: z.strictObject({ caller: z.string(), target: z.string() }).optional(),
  kid: z.string().optional(),
  jti: z.string().optional(),
  reason: z.string(),
  actor: z.string(),
  createdAt: apiMoment,
  notBefore: apiMoment.optional().describe('Tokens issued before are void; every one when absent.'),
  expiresAt: apiMoment.optional().describe('When the last token concerned has ended.'),
});

const example = {
  id: '0b5b7a4e-2f0e-4c57-8f43-2f1d9a3f1c11',
  microservice: 'm3',
  reason: 'its host was taken over',
  actor: 'root',
  createdAt: '2026-01-31T12:00:00.000Z',
};

/** The routes of this room. */
export const REVOCATIONS_API: readonly ApiRoute[] = [
  {
    route: 'GET /revocations',
    tag,
    summary: 'Follow what is revoked',
    description: 'A signed list for every microservice. With `wait` it answers when it changes.',
    query: {
      wait: {
        description: 'How long to hold the request while nothing changes, in seconds; 25 at most.',
        schema: z.string().regex(/^\d{1,3}$/),
      },
    },
    headers: { 'If-None-Match': { description: 'The `ETag` of the version that is known.' } },
    answers: {
      200: {
        description: 'A JWS with `token_use: "revocations"`, by the dynamic key.',
        schema: apiText,
        types: ['application/jwt'],
        headers: { ETag: 'The version.' },
      },
      304: { description: 'The version that is known is the newest.' },
    },
    problems: { 400: ['M2M_REQUEST_INVALID'], 503: ['M2M_CORE_UNAVAILABLE'] },
  },
  describeAdminRoute('read', {
    route: 'GET /admin/revocations',
    tag,
    summary: 'List what is revoked',
    answers: {
      200: {
        description: 'All that concerns a token that may be out.',
        schema: z.strictObject({ version: z.int(), revocations: z.array(revocation) }),
        example: { version: 1769860800, revocations: [example] },
      },
    },
  }),
  describeAdminRoute('operate', {
    route: 'POST /admin/revocations',
    tag,
    summary: 'Revoke a microservice, an edge, a key or a token',
    description: 'Void everywhere within a second, at targets that follow the list.',
    body: {
      schema: revocationOrder,
      example: { microservice: 'm3', reason: 'its host was taken over' },
    },
    answers: { 201: { description: 'In force until lifted.', schema: revocation, example } },
    problems: {
      400: ['M2M_REQUEST_INVALID', 'M2M_MICROSERVICE_UNKNOWN', 'M2M_KEY_NOT_REVOCABLE'],
      409: ['M2M_REVOCATIONS_FULL'],
    },
  }),
  describeAdminRoute('operate', {
    route: 'DELETE /admin/revocations/:id',
    tag,
    summary: 'Lift a revocation',
    description: 'New tokens are issued again; those of before stay void until they end.',
    answers: { 204: { description: 'Lifted.' } },
    problems: { 404: ['M2M_REVOCATION_UNKNOWN'] },
  }),
];
