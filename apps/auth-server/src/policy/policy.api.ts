import type { ApiParameter, ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { describeAdminRoute } from '../admin/describe-admin-route.js';
import { POLICY_PATH } from './policy-body-parser.js';

const tag = 'policy';
/** Media types of a policy. */
export const POLICY_TYPES = ['application/json', 'application/yaml'];

/** The frame of a policy; `/schema/m2m-policy.json` has all of it. */
export const policyFrame = z.looseObject({
  microservices: z.record(z.string(), z.looseObject({ url: z.string() })),
  groups: z.record(z.string(), z.array(z.string())).optional(),
  allow: z.record(z.string(), z.array(z.unknown())).optional(),
  trust: z.array(z.looseObject({ issuer: z.string(), microservice: z.string() })).optional(),
});

const example = {
  microservices: { m1: { url: 'http://m1' }, m2: { url: 'http://m2' } },
  allow: { m1: ['m2'] },
};

const problem = z.strictObject({
  path: z.string(),
  line: z.int(),
  column: z.int(),
  message: z.string(),
});

/** Why a change is made, in the query or in a header. */
export const MESSAGE: ApiParameter = {
  description: 'Why, for the history: one line of at most 500 characters.',
};

/** What a change answers. */
export const newVersion = z.strictObject({ version: z.int() });

const unreadable = {
  413: ['M2M_BODY_TOO_LARGE'],
  415: ['M2M_CONTENT_TYPE_NOT_SUPPORTED', 'M2M_CONTENT_ENCODING_NOT_SUPPORTED'],
};

/** The routes of the policy itself. */
export const POLICY_API: readonly ApiRoute[] = [
  {
    route: 'GET /schema/m2m-policy.json',
    tag,
    summary: 'The structure of a policy, for editors',
    answers: {
      200: {
        description: 'A JSON Schema; it tells nothing of the policy in force.',
        schema: z.looseObject({ $schema: z.string() }),
        types: ['application/schema+json'],
      },
    },
  },
  describeAdminRoute('read', {
    route: `GET ${POLICY_PATH}`,
    tag,
    summary: 'Read the policy',
    headers: { Accept: { description: '`application/yaml` for YAML; JSON otherwise.' } },
    answers: {
      200: {
        description: 'The policy in force; as YAML, in the words of its author.',
        schema: policyFrame,
        types: POLICY_TYPES,
        example,
        headers: { ETag: 'The version, for `If-Match`.' },
      },
    },
  }),
  describeAdminRoute('administer', {
    route: `PUT ${POLICY_PATH}`,
    tag,
    summary: 'Replace the policy',
    description: 'A change that clashes with one made meanwhile is refused and shown.',
    query: { message: MESSAGE },
    headers: {
      'If-Match': { description: 'The `ETag` that the change was made for.', required: true },
      'M2M-Message': { description: 'The same as `message`, percent-encoded.' },
    },
    body: { schema: policyFrame, types: POLICY_TYPES, example },
    answers: {
      200: {
        description: 'In force on this instance.',
        schema: newVersion,
        example: { version: 8 },
        headers: { ETag: 'The new version.' },
      },
    },
    problems: {
      400: ['M2M_POLICY_INVALID', 'M2M_REQUEST_INVALID'],
      409: ['M2M_POLICY_CONFLICT'],
      412: ['M2M_POLICY_CONFLICT'],
      428: ['M2M_PRECONDITION_REQUIRED'],
      ...unreadable,
    },
  }),
  describeAdminRoute('read', {
    route: `POST ${POLICY_PATH}/lint`,
    tag,
    summary: 'Check a document without storing it',
    body: { schema: policyFrame, types: POLICY_TYPES, example },
    answers: {
      200: {
        description: 'What would be refused, or else what is worth a look.',
        schema: z.strictObject({
          problems: z.array(problem),
          warnings: z.array(z.looseObject({ code: z.string(), subject: z.string() })),
        }),
        example: { problems: [], warnings: [] },
      },
    },
    problems: unreadable,
  }),
];
