import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { VERSION } from '../version.js';
import type { Api, ApiAnswer, ApiBody, ApiParameter, ApiRoute } from './api-route.js';
import { problemBody } from './problem-schema.js';

type Json = Readonly<Record<string, unknown>>;

const JSON_TYPE = ['application/json'];
const PROBLEM_SCHEMA = { $ref: '#/components/schemas/Problem' };

/** Describes an API as OpenAPI 3.1 does (https://spec.openapis.org/oas/v3.1.1.html). */
export function apiDocument(api: Api): Json {
  const { title, description, tags, securitySchemes, routes } = api;
  return {
    openapi: '3.1.1',
    info: {
      title,
      description,
      version: VERSION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This server' }],
    tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
    paths: pathsOf(routes),
    components: {
      securitySchemes,
      schemas: { Problem: jsonSchema(problemBody, 'output') },
      responses: {
        Problem: {
          description: 'Any other problem.',
          content: contentOf(JSON_TYPE, PROBLEM_SCHEMA, undefined),
        },
      },
    },
  };
}

/** The path of a route as OpenAPI writes it: `/admin/tokens/{id}`. */
export function pathTemplate(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

/** A schema as JSON Schema 2020-12, on its own. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function pathsOf(routes: readonly ApiRoute[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const [method = '', path = ''] = route.route.split(' ');
    (paths[pathTemplate(path)] ??= {})[method.toLowerCase()] = operationOf(route, path);
  }
  return paths;
}

function operationOf(route: ApiRoute, path: string): Json {
  const { tag, summary, description, access = [], role, body } = route;
  const parameters = parametersOf(route, path);
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: bodyObject(body) }),
    responses: responsesOf(route),
    ...(role !== undefined && { 'x-role': role }),
    security: access.map((scheme) => ({ [scheme]: [] })),
  };
}

/** `GET /admin/tokens/:id` is `get_admin_tokens_id`. */
function operationId({ route }: ApiRoute): string {
  return route
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/_$/, '');
}

function parametersOf({ path: described = {}, query = {}, headers = {} }: ApiRoute, path: string) {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']): [string, ApiParameter] => [
    name,
    { description: `The ${name}.`, ...described[name], required: true },
  ]);
  return [
    ...inPath.map((entry) => parameterObject('path', entry)),
    ...Object.entries(query).map((entry) => parameterObject('query', entry)),
    ...Object.entries(headers).map((entry) => parameterObject('header', entry)),
  ];
}

function parameterObject(where: string, [name, parameter]: [string, ApiParameter]): Json {
  const { description, schema = z.string(), required = false } = parameter;
  return { name, in: where, required, description, schema: jsonSchema(schema, 'input') };
}

function bodyObject({ schema, types = JSON_TYPE, example }: ApiBody): Json {
  return { required: true, content: contentOf(types, jsonSchema(schema, 'input'), example) };
}

function responsesOf({ answers, problems = {} }: ApiRoute): Json {
  const refusals = Object.entries(problems).map(([status, codes]) => [
    status,
    problemObject(Number(status), codes),
  ]);
  const given = Object.entries(answers).map(([status, answer]) => [status, answerObject(answer)]);
  return {
    ...Object.fromEntries([...given, ...refusals]),
    default: { $ref: '#/components/responses/Problem' },
  };
}

/** One status under which a route refuses or fails, with the codes that it may have. */
function problemObject(statusCode: number, codes: readonly string[]): Json {
  const error = STATUS_CODES[statusCode] ?? 'Error';
  const schema = { allOf: [PROBLEM_SCHEMA], properties: { code: { enum: codes } } };
  const example = { statusCode, error, code: codes[0], message: 'What to do about it.' };
  return {
    description: `${error}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    content: contentOf(JSON_TYPE, schema, example),
  };
}

function answerObject({ description, schema, types = JSON_TYPE, example, headers }: ApiAnswer) {
  return {
    description,
    ...(headers !== undefined && { headers: headersOf(headers) }),
    ...(schema !== undefined && {
      content: contentOf(types, jsonSchema(schema, 'output'), example),
    }),
  };
}

function headersOf(headers: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' } },
    ]),
  );
}

function contentOf(types: readonly string[], schema: Json, example: unknown): Json {
  const media = { schema, ...(example !== undefined && { example }) };
  return Object.fromEntries(types.map((type) => [type, media]));
}
