import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The ways in which an endpoint can go wrong. `ok` answers with the document. */
export type FaultMode =
  'ok' | 'status-500' | 'hang' | 'drip' | 'truncate' | 'huge' | 'garbage' | 'redirect' | 'empty';

/** A real HTTP server for one JSON document that goes wrong on command and counts its requests. */
export class FaultServer {
  mode: FaultMode = 'ok';
  requests = 0;
  /** Where `redirect` points to. */
  redirectTo = '';
  /** Sent by `garbage`, with this type and encoding. */
  garbage: { body: string | Buffer; type: string; encoding?: string } = {
    body: '<html>',
    type: 'application/json',
  };
  private readonly server: Server;
  private readonly drips = new Set<NodeJS.Timeout>();

  constructor(private readonly document: () => unknown) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  /** Listens on a port of 127.0.0.1; a free one when none is given. */
  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/.well-known/jwks.json`;
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    for (const drip of this.drips) clearInterval(drip);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    this.requests += 1;
    const text = JSON.stringify(this.document());
    const answers: Record<FaultMode, () => void> = {
      ok: () => send(response, 200, text),
      'status-500': () => send(response, 500, text),
      hang: () => {},
      drip: () => this.drip(response, text),
      truncate: () => truncate(response, text),
      huge: () => send(response, 200, text.slice(0, -1) + ' '.repeat(2_000_000) + text.slice(-1)),
      garbage: () => {
        const { body, type, encoding = 'identity' } = this.garbage;
        response.setHeader('content-encoding', encoding);
        send(response, 200, body, type);
      },
      redirect: () => response.writeHead(302, { location: this.redirectTo }).end(),
      empty: () => send(response, 200, '{"keys":[]}'),
    };
    answers[this.mode]();
  }

  private drip(response: ServerResponse, text: string): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    let sent = 0;
    const timer = setInterval(() => {
      response.write(text.charAt(sent));
      sent = (sent + 1) % text.length;
    }, 20);
    this.drips.add(timer);
    response.on('close', () => clearInterval(timer));
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  type = 'application/json; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function truncate(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.write(text.slice(0, 40), () => response.destroy());
}
