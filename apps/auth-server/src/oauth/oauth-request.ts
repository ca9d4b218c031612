import type { IncomingMessage } from 'node:http';
import { FormParameters } from './form-parameters.js';
import { invalidRequest } from './oauth.errors.js';

/** What these endpoints need of a request of Fastify. */
export interface OAuthRequest {
  readonly id: string;
  readonly ip: string;
  readonly url: string;
  readonly body?: unknown;
  readonly headers: IncomingMessage['headers'];
  readonly raw: Pick<IncomingMessage, 'rawHeaders'>;
}

const CHARSET = /;\s*charset="?([^";\s]+)/i;

/**
 * The parameters of a request, which are in its body and nowhere else: an address ends up in logs.
 *
 * @throws {OAuthError} `invalid_request`.
 */
export function formOf({ url, headers, body }: OAuthRequest): FormParameters {
  if (url.includes('?')) throw invalidRequest('Send every parameter in the body, none in the URL.');
  const charset = CHARSET.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    throw invalidRequest('A form is UTF-8: send no other charset.');
  }
  return FormParameters.parse(body);
}

/**
 * The one `Authorization` value of a request.
 *
 * @throws {OAuthError} `invalid_request` when there are several, of which node shows only the first.
 */
export function authorizationOf({ headers, raw }: OAuthRequest): string | undefined {
  const names = raw.rawHeaders.filter((_, at) => at % 2 === 0);
  if (names.filter((name) => name.toLowerCase() === 'authorization').length > 1) {
    throw invalidRequest('Send one Authorization header, not several.');
  }
  return headers.authorization;
}
