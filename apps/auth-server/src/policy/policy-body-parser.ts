import { Problem } from '@app/runtime';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DOCUMENT_LIMITS } from './policy-document.js';

/** Where the policy is administered. */
export const POLICY_PATH = '/admin/policy';

/** The routes that take a whole policy. */
const TAKING_POLICIES: ReadonlySet<string | undefined> = new Set([
  POLICY_PATH,
  `${POLICY_PATH}/lint`,
  `${POLICY_PATH}/plan`,
]);

/**
 * Hands the policy's routes their body as text, be it YAML (RFC 9512) or JSON: a parsed body has lost
 * its lines and the second of two equal keys. Fastify knows one parser per media type, so JSON for
 * these routes alone is renamed to YAML, of which it is a subset.
 */
@Injectable()
export class PolicyBodyParser {
  constructor({ httpAdapter }: HttpAdapterHost<FastifyAdapter>) {
    const fastify = httpAdapter.getInstance();
    fastify.addContentTypeParser(
      'application/yaml',
      { parseAs: 'string' },
      (request, body, done) => {
        if (TAKING_POLICIES.has(request.routeOptions.url)) done(null, body);
        else done(notSupported());
      },
    );
    fastify.addHook('onRoute', (route) => {
      if (!TAKING_POLICIES.has(route.url)) return;
      route.bodyLimit = DOCUMENT_LIMITS.bytes;
      route.onRequest = async (request: FastifyRequest) => readAsYaml(request);
    });
  }
}

function readAsYaml({ headers }: FastifyRequest): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() === 'application/json') {
    headers['content-type'] = 'application/yaml';
  }
}

function notSupported(): Problem {
  return new Problem({
    status: 415,
    code: 'M2M_CONTENT_TYPE_NOT_SUPPORTED',
    message: 'Send the body as application/json.',
  });
}
