import { apiMoment, type ApiParameter, type ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { describeAdminRoute } from '../admin/describe-admin-route.js';
import { POLICY_PATH } from './policy-body-parser.js';
import { MESSAGE, newVersion } from './policy.api.js';

const tag = 'policy';
const invalid = { 400: ['M2M_REQUEST_INVALID'] };
const unknown = { ...invalid, 404: ['M2M_POLICY_VERSION_UNKNOWN'] };

const difference = z.strictObject({
  kind: z.enum(['microservice', 'group', 'edge', 'trust']),
  change: z.enum(['added', 'removed', 'changed']),
  name: z.string(),
  caller: z.string().optional(),
  target: z.string().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

const head = z.strictObject({
  version: z.int(),
  at: apiMoment,
  actor: z.string(),
  message: z.string().optional(),
  changes: z
    .strictObject({
      added: z.int(),
      removed: z.int(),
      changed: z.int(),
      differences: z.array(difference),
    })
    .optional(),
});

const whole = (description: string, required = false): ApiParameter => ({
  description,
  schema: z.string().regex(/^(0|[1-9]\d{0,14})$/),
  required,
});

/** The routes of the policy's history. */
export const POLICY_VERSIONS_API: readonly ApiRoute[] = [
  describeAdminRoute('read', {
    route: `GET ${POLICY_PATH}/versions`,
    tag,
    summary: 'List the versions, the newest first',
    query: {
      cursor: whole('The `next` of the page before.'),
      limit: whole('How many: 50, or up to 200.'),
    },
    answers: {
      200: {
        description: 'A page; `next` leads to the one after it.',
        schema: z.strictObject({ versions: z.array(head), next: z.string().optional() }),
      },
    },
    problems: invalid,
  }),
  describeAdminRoute('read', {
    route: `GET ${POLICY_PATH}/versions/:version`,
    tag,
    summary: 'Read one version',
    description: 'As `application/yaml` on request: the document alone.',
    answers: {
      200: {
        description: 'Who made it, why, and the document in the words of its author.',
        schema: head.extend({ document: z.string() }),
      },
    },
    problems: unknown,
  }),
  describeAdminRoute('read', {
    route: `GET ${POLICY_PATH}/diff`,
    tag,
    summary: 'Compare two versions',
    query: { from: whole('The older version.', true), to: whole('The newer one; the newest.') },
    answers: {
      200: {
        description: 'What differs, by name.',
        schema: z.strictObject({
          from: z.int(),
          to: z.int(),
          differences: z.array(difference),
        }),
      },
    },
    problems: unknown,
  }),
  describeAdminRoute('administer', {
    route: `POST ${POLICY_PATH}/versions/:version/restore`,
    tag,
    summary: 'Make a new version that says what an old one said',
    query: { message: MESSAGE },
    headers: {
      'If-Match': { description: 'The `ETag` of the policy in force.', required: true },
      'M2M-Message': { description: 'The same as `message`, percent-encoded.' },
    },
    answers: {
      200: {
        description: 'In force on this instance.',
        schema: newVersion,
        headers: { ETag: 'The new version.' },
      },
    },
    problems: {
      400: ['M2M_POLICY_INVALID', 'M2M_REQUEST_INVALID'],
      404: ['M2M_POLICY_VERSION_UNKNOWN'],
      409: ['M2M_POLICY_CONFLICT'],
      412: ['M2M_POLICY_CONFLICT'],
      428: ['M2M_PRECONDITION_REQUIRED'],
    },
  }),
];
