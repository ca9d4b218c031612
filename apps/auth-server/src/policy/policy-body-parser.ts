import { Problem } from '@app/runtime';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DOCUMENT_LIMITS } from './policy-document.js';

/** Where the policy is administered. */
export const POLICY_PATH = '/admin/policy';

/**
 * Hands the policy's route its body as text, be it YAML (RFC 9512) or JSON: a parsed body has lost
 * its lines and the second of two equal keys. Fastify knows one parser per media type, so JSON for
 * this route alone is renamed to YAML, of which it is a subset.
 */
@Injectable()
export class PolicyBodyParser {
  constructor({ httpAdapter }: HttpAdapterHost<FastifyAdapter>) {
    const fastify = httpAdapter.getInstance();
    fastify.addContentTypeParser(
      'application/yaml',
      { parseAs: 'string' },
      (request, body, done) => {
        if (request.routeOptions.url === POLICY_PATH) done(null, body);
        else done(notSupported());
      },
    );
    fastify.addHook('onRoute', (route) => {
      if (route.url !== POLICY_PATH) return;
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
