import { apiDay, apiMoment, type ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { describeAdminRoute } from '../admin/describe-admin-route.js';
import { credentialRequest } from './credential-request.js';

const tag = 'credentials';
const path = { name: { description: 'The name of the microservice.' } };

const credential = z.strictObject({
  id: z.string(),
  kind: z.enum(['bootstrap', 'secret', 'public_key']),
  registered: z.boolean().describe('False for a bootstrap token minted straight at the core.'),
  label: z.string().optional(),
  createdAt: apiMoment.optional(),
  firstSeenAt: apiMoment.optional(),
  expiresAt: apiMoment,
  lastUsedOn: apiDay.optional(),
  revokedAt: apiMoment.optional(),
  lastSeenAt: apiMoment.optional().describe('When a token was asked for with it last.'),
  replicas: z
    .array(z.strictObject({ id: z.string(), lastSeenAt: apiMoment }))
    .optional()
    .describe('The processes that used it and name themselves.'),
  unnamedLastSeenAt: apiMoment
    .optional()
    .describe('When a process that does not name itself used it last.'),
  jwks: z.unknown().optional(),
  jwks_uri: z.string().optional(),
});

const example = {
  id: 'rcuguy63bkm2pf04',
  kind: 'secret',
  registered: true,
  label: 'blue',
  createdAt: '2026-01-31T12:00:00.000Z',
  expiresAt: '2026-05-01T12:00:00.000Z',
};

/** The routes of this room. */
export const REGISTRY_API: readonly ApiRoute[] = [
  describeAdminRoute('read', {
    route: 'GET /admin/microservices/:name/credentials',
    tag,
    summary: 'List the credentials of a microservice',
    path,
    answers: {
      200: {
        description: 'Those with a record, then those that were only seen in use.',
        schema: z.strictObject({ credentials: z.array(credential) }),
        example: { credentials: [example] },
      },
    },
    problems: { 404: ['M2M_MICROSERVICE_UNKNOWN'] },
  }),
  describeAdminRoute('operate', {
    route: 'POST /admin/microservices/:name/credentials',
    tag,
    summary: 'Issue a credential',
    path,
    body: { schema: credentialRequest, example: { kind: 'secret', label: 'blue' } },
    answers: {
      201: {
        description: 'The record and, this one time, the `secret` or the bootstrap `token`.',
        schema: credential.extend({
          secret: z.string().optional(),
          token: z.string().optional(),
        }),
        example: { ...example, secret: 'm2m_rcuguy63bkm2pf04_…' },
      },
    },
    problems: {
      400: ['M2M_REQUEST_INVALID'],
      404: ['M2M_MICROSERVICE_UNKNOWN'],
      409: ['M2M_CREDENTIAL_LIMIT'],
      503: ['M2M_DATABASE_UNAVAILABLE', 'M2M_CORE_UNAVAILABLE'],
    },
  }),
  describeAdminRoute('operate', {
    route: 'DELETE /admin/microservices/:name/credentials/:id',
    tag,
    summary: 'Revoke a credential',
    description: 'No new token is issued for it; tokens that are out live to their end.',
    path: { ...path, id: { description: 'The id in the list.' } },
    answers: { 204: { description: 'It is refused from now on.' } },
    problems: { 404: ['M2M_MICROSERVICE_UNKNOWN', 'M2M_CREDENTIAL_UNKNOWN'] },
  }),
];
