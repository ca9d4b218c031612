import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from './describe-error.js';
import { HTTP_LIMITS } from './limits.js';
import { sendProblem } from './send-problem.js';
import {
  refuseBodyEncoding,
  refuseMissingContentType,
  refuseWrongMethod,
  setSecurityHeaders,
} from './http-hooks.js';

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** The caller's `X-Request-Id` when it is a harmless one, else a new one. */
function requestId(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** What the router refuses by itself, before any hook: a URL that is none, or too long a parameter. */
function answerRouterError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  setSecurityHeaders(request, reply, () => sendProblem(reply, describeError(error)));
}

/**
 * The Fastify adapter of both applications: bounded in time and size, strict about bodies.
 *
 * @param trustedProxies Addresses and networks whose `X-Forwarded-For` tells where a request comes
 * from; without any, the header is ignored.
 */
export function createHttpAdapter(trustedProxies: readonly string[] = []): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    bodyLimit: HTTP_LIMITS.bodyBytes,
    requestTimeout: HTTP_LIMITS.requestTimeoutMs,
    keepAliveTimeout: HTTP_LIMITS.keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: HTTP_LIMITS.maxParamLength },
    http: {
      maxHeaderSize: HTTP_LIMITS.headerBytes,
      headersTimeout: HTTP_LIMITS.headersTimeoutMs,
      connectionsCheckingInterval: HTTP_LIMITS.connectionsCheckingIntervalMs,
    },
    genReqId: requestId,
    frameworkErrors: answerRouterError,
  });
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  fastify
    .addHook('onRequest', setSecurityHeaders)
    .addHook('onRequest', refuseWrongMethod)
    .addHook('onRequest', refuseBodyEncoding)
    .addHook('onRequest', refuseMissingContentType);
  return adapter;
}
