import type { ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { describeAdminRoute } from '../admin/describe-admin-route.js';

const text = z.string();

/** The routes of this room. */
export const EXPLAINING_API: readonly ApiRoute[] = [
  describeAdminRoute('read', {
    route: 'GET /admin/why',
    tag: 'policy',
    summary: 'Say what would be decided, and why',
    query: {
      caller: { description: 'Who would call.', required: true },
      target: { description: 'Who would be called.', required: true },
      scope: { description: 'Scopes, joined by single spaces.' },
      at: { description: 'When, as `2026-01-31T12:00:00Z`; now when it is left out.' },
    },
    answers: {
      200: {
        description: 'By the code that decides.',
        schema: z.looseObject({
          allowed: z.boolean(),
          reason: text,
          sentence: text,
          callerMayCall: z.array(text),
          mayCallTarget: z.array(text),
          policyVersion: z.int(),
        }),
        example: {
          allowed: true,
          reason: 'edge',
          sentence: 'm1 may call m2.',
          callerMayCall: ['m1', 'm2'],
          mayCallTarget: ['m1', 'm2'],
          policyVersion: 8,
        },
      },
    },
    problems: {
      400: ['M2M_REQUEST_INVALID', 'M2M_POLICY_INVALID'],
      404: ['M2M_POLICY_VERSION_UNKNOWN'],
    },
  }),
];
