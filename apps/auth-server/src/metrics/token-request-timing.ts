import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { EventMetrics, type TokenRequestOutcome } from './event-metrics.js';

const WIRES: Readonly<Record<string, TokenRequestOutcome['wire']>> = {
  '/accesstoken': 'accesstoken',
  '/oauth/token': 'oauth',
};

/** The codes of RFC 6749 that judge a client or its wish are answered with 400, like a broken form. */
function outcomeOf(status: number): TokenRequestOutcome['outcome'] {
  if (status < 400) return 'issued';
  if (status === 401) return 'refused';
  if (status === 429) return 'limited';
  return status < 500 ? 'invalid' : 'unavailable';
}

/** Times every request for a token, from its first byte read to its last one handed over. */
@Injectable()
export class TokenRequestTiming {
  constructor({ httpAdapter }: HttpAdapterHost<FastifyAdapter>, metrics: EventMetrics) {
    httpAdapter.getInstance().addHook('onResponse', (request, reply, done) => {
      const wire = WIRES[request.routeOptions.url ?? ''];
      if (wire !== undefined) {
        const outcome = outcomeOf(reply.statusCode);
        metrics.answered({ wire, outcome }, reply.elapsedTime / 1000);
      }
      done();
    });
  }
}
