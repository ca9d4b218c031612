import { apiMoment, type ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { describeAdminRoute } from '../admin/describe-admin-route.js';
import { policyFrame, POLICY_TYPES } from '../policy/policy.api.js';

const text = z.string();
const calls = z.array(z.looseObject({ caller: text, target: text }));
const since = { description: 'How far to look back, such as `7d`, which is usual.' };
const invalid = { 400: ['M2M_QUERY_INVALID'] };

/** The routes of this room. */
export const INSIGHT_API: readonly ApiRoute[] = [
  describeAdminRoute('read', {
    route: 'GET /admin/edges',
    tag: 'policy',
    summary: 'List the edges with their use',
    query: {
      caller: { description: 'Of one caller only.' },
      target: { description: 'To one target only.' },
      unused: { description: 'Without a call for so long, such as `30d`.' },
      expiring: { description: 'That end within so long, such as `14d`, or have ended.' },
      limit: { description: 'How many: 100, or up to 500.' },
      cursor: { description: 'The `next` of the page before.' },
    },
    answers: {
      200: {
        description: 'A page; `next` leads to the one after it.',
        schema: z.strictObject({
          policyVersion: z.int(),
          knownSince: apiMoment.optional(),
          countedSince: apiMoment,
          total: z.int(),
          edges: z.array(
            z.looseObject({
              caller: text,
              target: text,
              scopes: z.array(text),
              lastAt: apiMoment.optional(),
              count: z.int(),
            }),
          ),
          next: text.optional(),
        }),
      },
    },
    problems: invalid,
  }),
  describeAdminRoute('read', {
    route: 'POST /admin/policy/plan',
    tag: 'policy',
    summary: 'Hold a policy against the calls of the past',
    query: { since },
    body: { schema: policyFrame, types: POLICY_TYPES },
    answers: {
      200: {
        description: 'Which calls that happened would be refused, and how often they happened.',
        schema: z.looseObject({
          policyVersion: z.int(),
          since: apiMoment,
          until: apiMoment,
          totals: z.strictObject({
            calls: z.int(),
            wouldDeny: z.int(),
            kinds: z.int(),
            untold: z.int(),
          }),
          wouldDeny: calls,
          refusedAlready: calls,
          wouldNarrow: calls,
        }),
      },
    },
    problems: {
      400: ['M2M_POLICY_INVALID', 'M2M_QUERY_INVALID'],
      413: ['M2M_BODY_TOO_LARGE'],
      415: ['M2M_CONTENT_TYPE_NOT_SUPPORTED', 'M2M_CONTENT_ENCODING_NOT_SUPPORTED'],
    },
  }),
  describeAdminRoute('read', {
    route: 'GET /admin/policy/proposal',
    tag: 'policy',
    summary: 'Write the policy that the calls of the past need, and no more',
    query: { since },
    answers: {
      200: {
        description: 'A document to look over, and to put with its `ETag` in `If-Match`.',
        schema: z.unknown(),
        types: ['application/yaml'],
        headers: { ETag: 'The version that it is for.' },
      },
    },
    problems: invalid,
  }),
];
