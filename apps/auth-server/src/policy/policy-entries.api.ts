import { apiMoment, type ApiRoute } from '@app/runtime';
import { z } from 'zod';
import { describeAdminRoute } from '../admin/describe-admin-route.js';
import { POLICY_PATH } from './policy-body-parser.js';
import { MESSAGE, newVersion } from './policy.api.js';

const text = z.string();
const microservices = '/admin/microservices';
const names = { caller: { description: 'Who calls.' }, target: { description: 'Who is called.' } };

/** What every change of one entry has in common. */
const change: Pick<ApiRoute, 'query' | 'headers'> = {
  query: { message: MESSAGE },
  headers: {
    'If-Match': { description: 'Refuses the change when the policy is no longer at this `ETag`.' },
    'M2M-Message': { description: 'The same as `message`, percent-encoded.' },
  },
};

const problems = {
  400: ['M2M_REQUEST_INVALID', 'M2M_POLICY_INVALID'],
  409: ['M2M_POLICY_CONFLICT'],
  412: ['M2M_POLICY_CONFLICT'],
};

const made = {
  description: 'In force on this instance.',
  schema: newVersion,
  example: { version: 8 },
};

const terms = z.looseObject({
  url: text.optional(),
  enabled: z.boolean().optional(),
  mode: z.enum(['enforce', 'observe']).optional(),
  owner: text.optional(),
});

/** The routes of single microservices and edges; each change is a version of the policy. */
export const POLICY_ENTRIES_API: readonly ApiRoute[] = [
  describeAdminRoute('read', {
    route: `GET ${microservices}`,
    tag: 'policy',
    summary: 'List the microservices',
    answers: {
      200: {
        description: 'In force on this instance, ordered by name.',
        schema: z.strictObject({
          version: z.int(),
          microservices: z.array(
            z.strictObject({
              name: text,
              url: text,
              enabled: z.boolean(),
              mode: z.enum(['enforce', 'observe']),
              owner: text.optional(),
              notBefore: apiMoment.optional(),
            }),
          ),
        }),
      },
    },
  }),
  describeAdminRoute('administer', {
    route: `POST ${microservices}`,
    tag: 'policy',
    summary: 'Add a microservice',
    ...change,
    body: {
      schema: terms.extend({ name: text, url: text }),
      example: { name: 'm4', url: 'http://localhost:8004' },
    },
    answers: { 201: made },
    problems: { ...problems, 409: ['M2M_POLICY_CONFLICT', 'M2M_MICROSERVICE_EXISTS'] },
  }),
  describeAdminRoute('administer', {
    route: `PATCH ${microservices}/:name`,
    tag: 'policy',
    summary: 'Change a microservice, or disable it',
    description: 'A body of nothing but `enabled`, true or false, needs only the role `operate`.',
    ...change,
    body: { schema: terms, example: { enabled: false } },
    answers: { 200: made },
    problems: { ...problems, 404: ['M2M_MICROSERVICE_UNKNOWN'] },
  }),
  describeAdminRoute('administer', {
    route: `DELETE ${microservices}/:name`,
    tag: 'policy',
    summary: 'Remove a microservice with its edges and credentials',
    ...change,
    answers: { 200: made },
    problems: { ...problems, 404: ['M2M_MICROSERVICE_UNKNOWN'] },
  }),
  describeAdminRoute('administer', {
    route: `POST ${POLICY_PATH}/edges`,
    tag: 'policy',
    summary: 'Add or replace an edge',
    ...change,
    body: {
      schema: z.looseObject({ caller: text, target: text, scopes: z.array(text).optional() }),
      example: { caller: 'm1', target: 'm2', scopes: ['invoice:read'], ttl: '10m' },
    },
    answers: { 200: made },
    problems,
  }),
  describeAdminRoute('administer', {
    route: `DELETE ${POLICY_PATH}/edges/:caller/:target`,
    tag: 'policy',
    summary: 'Remove an edge',
    ...change,
    path: names,
    answers: { 200: made },
    problems: { ...problems, 404: ['M2M_EDGE_UNKNOWN'] },
  }),
];
