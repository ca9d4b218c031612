import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CoreAnswer } from './core-answer.js';
import type { CorePipeline } from './core-pipeline.js';
import { readBody } from './read-body.js';

/** The listening side of a core. */
export interface CoreHttpServer {
  /** `http://host:port`, with the port that was really taken. */
  readonly url: string;
  /**
   * Takes no new connection, answers what is in flight, and ends what is left after the drain time.
   * Calling it again waits for the same end.
   */
  close(): Promise<void>;
}

/** Where and within which limits a core listens. */
export interface CoreHttpOptions {
  readonly host: string;
  readonly port: number;
  readonly maxBodyBytes: number;
  readonly drainMs: number;
}

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;

/** Puts a pipeline behind HTTP/1.1; rejects when the port is taken. */
export async function listen(
  pipeline: CorePipeline,
  options: CoreHttpOptions,
): Promise<CoreHttpServer> {
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.on('request', (request, response) => {
    void pipeline({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: () => readBody(request, options.maxBodyBytes),
    }).then((answer) => send(server, response, answer));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  let closing: Promise<void> | undefined;
  return {
    url: urlOf(server.address() as AddressInfo, options.host),
    close: () => (closing ??= drain(server, options.drainMs)),
  };
}

function send(server: Server, response: ServerResponse, answer: CoreAnswer): void {
  if (!server.listening) response.setHeader('connection', 'close');
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}

async function drain(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(timer);
}

function urlOf({ port }: AddressInfo, host: string): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
