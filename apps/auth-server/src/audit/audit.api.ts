import { apiMoment, type ApiParameter, type ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { describeAdminRoute } from '../admin/describe-admin-route.js';

const text = z.string();
const moment: ApiParameter = { description: 'A moment, or a time ago such as `7d`.' };

const found = { id: text, at: apiMoment, requestId: text.optional() };

const entry = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('denial'), ...found, reason: text }),
  z.looseObject({
    kind: z.literal('act'),
    ...found,
    actor: z.strictObject({ id: text, label: text, role: text }),
    action: text,
    subject: z.record(text, text),
    outcome: z.enum(['done', 'refused', 'failed']),
    status: z.int(),
  }),
  z.looseObject({
    kind: z.literal('gap'),
    ...found,
    since: apiMoment,
    denials: z.int(),
    acts: z.int(),
  }),
]);

/** The routes of this room. */
export const AUDIT_API: readonly ApiRoute[] = [
  describeAdminRoute('read', {
    route: 'GET /admin/audit',
    tag: 'audit',
    summary: 'List denials and acts of administrators, the newest first',
    query: {
      kind: { description: 'Of one kind only.', schema: z.enum(['denial', 'act', 'gap']) },
      caller: { description: 'Who called.' },
      target: { description: 'Who was to be called.' },
      reason: { description: 'Why it was denied.' },
      actor: { description: 'The id or the label of an admin token.' },
      since: moment,
      until: moment,
      limit: { description: 'How many: 50, or up to 500.' },
      cursor: { description: 'The `next` of the page before.' },
    },
    answers: {
      200: {
        description: 'A page; `next` leads to the one after it.',
        schema: z.strictObject({ entries: z.array(entry), next: text.optional() }),
      },
    },
    problems: { 400: ['M2M_QUERY_INVALID'] },
  }),
  describeAdminRoute('read', {
    route: 'GET /admin/audit/:id',
    tag: 'audit',
    summary: 'Read one entry: of a denial, by the id that its caller was told',
    answers: { 200: { description: 'The entry.', schema: entry } },
    problems: { 404: ['M2M_AUDIT_ENTRY_UNKNOWN'] },
  }),
];
