import { request, type IncomingHttpHeaders } from 'node:http';
import { request as secureRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { ContractRequest } from './contract-case.js';

export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request without the tidying that `fetch` does to paths, headers and methods. */
export function sendRaw(base: string, { method, path, headers, body, rawBody }: ContractRequest) {
  const payload = rawBody ?? (body === undefined ? '' : JSON.stringify(body));
  const open = base.startsWith('https:') ? secureRequest : request;
  const { origin, pathname } = new URL(base);
  return new Promise<RawAnswer>((resolve, reject) => {
    const outgoing = open(origin, { method, path: pathname.replace(/\/$/, '') + path, headers });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      text(incoming).then((received) => {
        resolve({ status: incoming.statusCode, headers: incoming.headers, body: received });
      }, reject);
    });
    outgoing.end(payload);
  });
}
