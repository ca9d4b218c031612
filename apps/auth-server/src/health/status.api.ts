import { apiMoment, type ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { describeAdminRoute } from '../admin/describe-admin-route.js';

/** The routes of this room for administrators. */
export const STATUS_API: readonly ApiRoute[] = [
  describeAdminRoute('read', {
    route: 'GET /admin/status',
    tag: 'health',
    summary: 'How this auth-server is',
    description: 'From memory but for the database’s answer, so also while that is away.',
    answers: {
      200: {
        description: 'Of this instance.',
        schema: z.strictObject({
          version: z.string(),
          instanceId: z.string().describe('Of this process; another one after a restart.'),
          now: apiMoment,
          policy: z.strictObject({ version: z.int(), confirmedSecAgo: z.int() }),
          keys: z.strictObject({ ids: z.array(z.string()), confirmedSecAgo: z.int().optional() }),
          database: z.strictObject({
            kind: z.enum(['pglite', 'postgres']),
            isReachable: z.boolean(),
          }),
          core: z.strictObject({
            kind: z.enum(['embedded', 'remote']),
            isAnswering: z.boolean(),
          }),
          endingCredentials: z.int().describe('How many end within 14 days.'),
        }),
      },
    },
  }),
];
