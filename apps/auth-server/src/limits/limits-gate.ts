import { describeError } from '@app/runtime';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiter } from './rate-limiter.service.js';

/** The routes that cost something or guard something; all others answer from memory. */
const LIMITED = /^\/(accesstoken|oauth|admin)(\/|$)/;

/**
 * Puts the limits of addresses around the routes: a flood is turned away before its bodies are read,
 * and a failed authentication too many is answered with 429 in place of 401, wherever it failed.
 */
@Injectable()
export class LimitsGate {
  constructor(
    { httpAdapter }: HttpAdapterHost<FastifyAdapter>,
    private readonly limiter: RateLimiter,
  ) {
    httpAdapter
      .getInstance()
      .addHook('onRequest', (request, _reply, done) => {
        done(isLimited(request) ? this.limiter.arrived(request) : undefined);
      })
      .addHook('onSend', (request, reply, payload, done) => {
        done(null, this.judge(request, reply, payload));
      });
  }

  private judge(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
    if (reply.statusCode !== 401 || !isLimited(request)) return payload;
    const refusal = this.limiter.failed(request);
    if (refusal === undefined) return payload;
    const { status, headers, body } = describeError(refusal);
    reply.removeHeader('www-authenticate').status(status).headers(headers);
    return JSON.stringify(body);
  }
}

const isLimited = ({ routeOptions: { url = '' } }: FastifyRequest): boolean => LIMITED.test(url);
