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

  #address: AddressInfo | undefined;

  /** Starts to listen; address and port stay readable after {@link close}. */
  async listen(host = '127.0.0.1', port = 0): Promise<this> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    this.#address = this.#server.address() as AddressInfo;
    return this;
  }

  get port(): number {
    if (this.#address === undefined) throw new Error('The stub does not listen yet.');
    return this.#address.port;
  }

  get url(): string {
    return `http://${this.#address?.address}:${this.port}`;
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

/** An answer that waits until a test releases it. */
export function heldReply(): {
  readonly reply: Promise<StubReply>;
  readonly release: (reply: StubReply) => void;
} {
  let release: ((reply: StubReply) => void) | undefined;
  const reply = new Promise<StubReply>((resolve) => {
    release = resolve;
  });
  return { reply, release: (value) => release?.(value) };
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
