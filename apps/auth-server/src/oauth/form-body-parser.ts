import { Problem } from '@app/runtime';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/** The media type of every request of this room (RFC 6749 §3.2). */
const FORM = 'application/x-www-form-urlencoded';

/**
 * Hands the routes of this room their form as the bytes that came, bounded by the limit of every
 * body. No other route takes a form: a browser could send it one without asking first.
 */
@Injectable()
export class FormBodyParser {
  constructor({ httpAdapter }: HttpAdapterHost<FastifyAdapter>) {
    httpAdapter
      .getInstance()
      .addContentTypeParser(FORM, { parseAs: 'buffer' }, (request, body, done) => {
        if (request.routeOptions.url?.startsWith('/oauth/') === true) done(null, body);
        else done(notSupported());
      });
  }
}

function notSupported(): Problem {
  return new Problem({
    status: 415,
    code: 'M2M_CONTENT_TYPE_NOT_SUPPORTED',
    message: 'Send the body as application/json.',
  });
}
