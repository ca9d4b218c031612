import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** What a stub does with a request: answer it, or misbehave in one of the ways that servers do. */
export type StubReply =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
    }
  | 'hang'
  | 'reset'
  | 'cut'
  | 'endless';

/** A real HTTP server on a free port of the loopback, whose answers a test decides. */
export class StubServer {
  readonly requests: SeenRequest[] = [];
  /** Decides each answer; `nth` counts from 1. */
  reply: (request: SeenRequest, nth: number) => StubReply | Promise<StubReply> = () => ({});
  readonly #server = http.createServer((request, response) => {
    void this.#serve(request, response);
  });

  async listen(host = '127.0.0.1', port = 0): Promise<this> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `http://${address}:${port}`;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    this.requests.push(seen);
    write(response, await this.reply(seen, this.requests.length));
  }
}

function write(response: http.ServerResponse, reply: StubReply): void {
  if (reply === 'hang') return;
  if (reply === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (reply === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"half":', () => response.destroy());
    return;
  }
  if (reply === 'endless') {
    response.writeHead(200, { 'content-type': 'application/json' });
    pump(response, Buffer.alloc(64 * 1024, 'a'));
    return;
  }
  response.writeHead(reply.status ?? 200, reply.headers);
  response.end(reply.body);
}

function pump(response: http.ServerResponse, chunk: Buffer): void {
  if (response.destroyed) return;
  response.write(chunk, (error) => {
    if (!error) setImmediate(pump, response, chunk);
  });
}
