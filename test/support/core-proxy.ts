import {
  request,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the proxy does with a request for the core. */
export type CoreMode =
  'pass' | 'slow' | 'hang' | 'error-500' | 'html' | 'no-jwt' | 'wrong-key' | 'reset';

/** How long `slow` waits before it passes a request on. */
const SLOW_MS = 700;

const ANSWERS: Partial<Record<CoreMode, readonly [number, string, string]>> = {
  'error-500': [500, 'text/html', 'java.lang.NullPointerException: secret internals\n'],
  html: [200, 'text/html', '<html>A gateway’s page</html>'],
  'no-jwt': [200, 'application/json', '{"status":"OK"}'],
  'wrong-key': [401, 'text/html', 'Invalid API key\n'],
};

/** Stands between an auth-server and its core, and lets the core go wrong on command. */
export class CoreProxy {
  mode: CoreMode = 'pass';
  requests = 0;
  private server: Server | undefined;
  private port = 0;

  constructor(private readonly core: URL) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens; after `close`, on the same port again. */
  async open(): Promise<void> {
    this.server = createServer((incoming, outgoing) => this.handle(incoming, outgoing));
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.requests += 1;
    if (this.mode === 'hang') return;
    if (this.mode === 'reset') return void incoming.socket.destroy();
    const canned = ANSWERS[this.mode];
    if (canned !== undefined) {
      const [status, type, body] = canned;
      outgoing.writeHead(status, { 'content-type': type }).end(body);
      return;
    }
    if (this.mode === 'slow') setTimeout(() => this.pass(incoming, outgoing), SLOW_MS);
    else this.pass(incoming, outgoing);
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, url, headers } = incoming;
    const { hostname, port } = this.core;
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }
}
