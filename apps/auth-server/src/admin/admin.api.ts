import { apiDay, apiMoment, type ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { ADMIN_ROLES } from './admin-role.js';
import { adminTokenRequest } from './admin-token-request.js';
import { describeAdminRoute } from './describe-admin-route.js';

const tag = 'administrators';

const adminToken = z.strictObject({
  id: z.string().describe('`root` is the token that the auth-server was started with.'),
  label: z.string(),
  role: z.enum(ADMIN_ROLES),
  createdAt: apiMoment.optional(),
  createdBy: z.string().optional(),
  expiresAt: apiMoment.optional(),
  lastUsedOn: apiDay.optional(),
  revokedAt: apiMoment.optional(),
});

const example = {
  id: '7qk2x0c5m1d9z4ab',
  label: 'ada',
  role: 'operate',
  createdAt: '2026-01-31T12:00:00.000Z',
  createdBy: 'root',
  expiresAt: '2026-05-01T12:00:00.000Z',
};

/** The routes of this room. */
export const ADMIN_API: readonly ApiRoute[] = [
  describeAdminRoute('read', {
    route: 'GET /admin/tokens',
    tag,
    summary: 'List the admin tokens',
    answers: {
      200: {
        description: 'The root token, then the others, oldest first; ended ones for 90 days.',
        schema: z.strictObject({ tokens: z.array(adminToken) }),
        example: { tokens: [{ id: 'root', label: 'root', role: 'administer' }, example] },
      },
    },
  }),
  describeAdminRoute('administer', {
    route: 'POST /admin/tokens',
    tag,
    summary: 'Make an admin token',
    body: { schema: adminTokenRequest, example: { label: 'ada', role: 'operate' } },
    answers: {
      201: {
        description: 'The record and, this one time, the token.',
        schema: adminToken.extend({ token: z.string() }),
        example: { ...example, token: 'm2m_admin_7qk2x0c5m1d9z4ab_…' },
      },
    },
    problems: { 400: ['M2M_REQUEST_INVALID'], 409: ['M2M_ADMIN_TOKEN_LIMIT'] },
  }),
  describeAdminRoute('administer', {
    route: 'DELETE /admin/tokens/:id',
    tag,
    summary: 'Revoke an admin token',
    answers: { 204: { description: 'It is refused from now on.' } },
    problems: { 404: ['M2M_ADMIN_TOKEN_UNKNOWN'], 409: ['M2M_ADMIN_TOKEN_NOT_REVOCABLE'] },
  }),
];
