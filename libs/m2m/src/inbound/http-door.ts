import { HttpException, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { CredentialAmbiguous } from '../shared/request-refused.error.js';
import type { Door } from './door.js';
import type { Refusal } from './refusal.js';

/** A request of Express (the message itself) or of Fastify (which holds the message as `raw`). */
export type HttpRequest = IncomingMessage & { readonly raw?: IncomingMessage };

/** What replies of Express and of Fastify have in common. */
interface HttpReply {
  header(name: string, value: string): unknown;
}

const AUTHORIZATION = 'authorization';

/** HTTP, on Fastify and on Express: the `Authorization` header and nothing else (RFC 6750 §2.1). */
export const httpDoor: Door = {
  authorization: (context) => requestAuthorization(requestOf(context)),
  message: (context) => messageOf(requestOf(context)),
  carrier: (context) => requestOf(context),
  refuse(context, { error, status, headers, body }: Refusal) {
    const reply = context.getArgByIndex<HttpReply>(1);
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
    return new HttpException(body, status, { cause: error });
  },
};

/** The message of node behind a request of either platform. */
export function messageOf(request: HttpRequest): IncomingMessage {
  return request.raw ?? request;
}

function requestOf(context: ExecutionContext): HttpRequest {
  // Not switchToHttp(): it builds three closures per call, on the hot path.
  return context.getArgByIndex<HttpRequest>(0);
}

/**
 * The `Authorization` of an HTTP request, also of the one that a GraphQL query or a WebSocket came
 * with.
 *
 * @throws CredentialAmbiguous when there is more than one credential.
 */
export function requestAuthorization(request: HttpRequest): string | undefined {
  const message = messageOf(request);
  refuseSecondCredential(message);
  return message.headers.authorization;
}

/**
 * Refuses what could be read as two credentials (RFC 6750 §2, §3.1): a repeated `Authorization`
 * header, of which node shows only the first, and `access_token` in the query, which ends up in logs.
 */
function refuseSecondCredential({ rawHeaders, url }: IncomingMessage): void {
  let seen = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === AUTHORIZATION.length && name.toLowerCase() === AUTHORIZATION) seen += 1;
  }
  if (seen > 1) {
    throw new CredentialAmbiguous('Send one Authorization header, not several.');
  }
  if (url?.includes('access_token=') === true && hasTokenParameter(url)) {
    throw new CredentialAmbiguous(
      'Send the token in the Authorization header; a token in the query is never accepted.',
    );
  }
}

function hasTokenParameter(url: string): boolean {
  const start = url.indexOf('?');
  return start !== -1 && new URLSearchParams(url.slice(start + 1)).has('access_token');
}
