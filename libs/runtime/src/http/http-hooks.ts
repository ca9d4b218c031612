import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

type Done = (error?: Error) => void;

/** Headers of every answer: an API is neither framed, sniffed nor rendered. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply, done: Done): void {
  reply.headers({
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  });
  done();
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The methods that routes of this project answer; HEAD comes with GET. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Tells a known path under a wrong method from an unknown path (RFC 9110 §15.5.6). */
export function refuseWrongMethod(request: FastifyRequest, _reply: FastifyReply, done: Done): void {
  if (!request.is404) return done();
  const [url = ''] = request.url.split('?', 1);
  const allowed = METHODS.filter((method) => request.server.hasRoute({ method, url }));
  if (allowed.length === 0) return done();
  done(
    new Problem({
      status: 405,
      code: 'M2M_METHOD_NOT_ALLOWED',
      message: `This route does not answer that method. Use ${allowed.join(' or ')}.`,
      headers: { allow: allowed.join(', ') },
    }),
  );
}

/** Compressed bodies are refused: nothing here needs them, and they defeat the size bound. */
export function refuseBodyEncoding(
  request: FastifyRequest,
  _reply: FastifyReply,
  done: Done,
): void {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return done();
  done(
    new Problem({
      status: 415,
      code: 'M2M_CONTENT_ENCODING_NOT_SUPPORTED',
      message: 'Send the body without Content-Encoding.',
      headers: { 'accept-encoding': 'identity' },
    }),
  );
}

/** A body without a type is refused: guessing one is how validation gets skipped. */
export function refuseMissingContentType(
  request: FastifyRequest,
  _reply: FastifyReply,
  done: Done,
): void {
  if (!hasBody(request) || request.headers['content-type']) return done();
  done(
    new Problem({
      status: 415,
      code: 'M2M_CONTENT_TYPE_NOT_SUPPORTED',
      message: 'Say what the body is: send "Content-Type: application/json".',
    }),
  );
}
