import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something that handles HTTP requests; an application under test is one, listening or not. */
export type RequestHandler = (...request: Parameters<RequestListener>) => void | Promise<void>;

const ROUTE = /^\/([a-z][a-z0-9-]*)(\/[^?]*)?(\?.*)?$/;

/**
 * One loopback port over which all microservices of a test are reached: `/m2/hello` arrives at m2 as
 * `/hello`. Applications need not listen, and nothing leaves this machine.
 *
 * It keeps no process alive.
 */
export class Switchboard {
  readonly #handlers = new Map<string, RequestHandler>();

  private constructor(
    private readonly server: Server,
    private readonly origin: string,
  ) {}

  static async open(): Promise<Switchboard> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    server.on('connection', (socket) => socket.unref());
    const { port } = server.address() as AddressInfo;
    const board = new Switchboard(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => board.#pass(request, response));
    return board;
  }

  /** The base URL of a microservice, connected or not. */
  urlOf(name: string): string {
    return `${this.origin}/${name}`;
  }

  /** Sends requests for `name` there from now on. */
  connect(name: string, handler: RequestHandler): void {
    this.#handlers.set(name, handler);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #pass(...[request, response]: Parameters<RequestListener>): void {
    const [, name = '', path = '/', query = ''] = ROUTE.exec(request.url ?? '') ?? [];
    const handler = this.#handlers.get(name);
    if (handler !== undefined) {
      request.url = path + query;
      Promise.resolve(handler(request, response)).catch((error: unknown) => {
        response.destroy(error as Error);
      });
      return;
    }
    response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(`No microservice "${name}" is part of this test: import it, or stub it.`);
  }
}

/** What a stubbed microservice is asked. */
export interface StubRequest {
  /** In capitals, as it came. */
  readonly method: string;
  /** From the base URL of the stubbed microservice on, with the query. */
  readonly path: string;
  /** By their names in lower case. */
  readonly headers: IncomingMessage['headers'];
  /** Whole; empty when there is none. */
  readonly body: string;
}

/** What it answers; 200 unless a status is given, a body that is no text as JSON. */
export interface StubAnswer {
  /** HTTP status. Default 200. */
  readonly status?: number;
  /** Beside those that HTTP itself demands. */
  readonly headers?: OutgoingHttpHeaders;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** Handles requests with a function that sees the whole request. */
export function stubHandler(
  reply: (request: StubRequest) => StubAnswer | Promise<StubAnswer>,
): RequestHandler {
  return async (request, response) => {
    const { status = 200, headers = {}, body = '' } = await answerOf(request, reply);
    const isText = typeof body === 'string';
    const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(isText ? body : JSON.stringify(body));
  };
}

/** A stub that throws answers 500, so that the call under test does not hang. */
async function answerOf(
  request: IncomingMessage,
  reply: (request: StubRequest) => StubAnswer | Promise<StubAnswer>,
): Promise<StubAnswer> {
  const { method = '', url = '', headers } = request;
  try {
    return await reply({ method, path: url, headers, body: await readBody(request) });
  } catch (error) {
    return { status: 500, body: String(error) };
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
