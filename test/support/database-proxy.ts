import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** How a client of PostgreSQL begins to listen, in the bytes that it sends. */
const LISTEN = 'listen "';

/** Stands between an auth-server and its database, and loses notices on command. */
export class DatabaseProxy {
  /** Whether nothing arrives any more on connections that listen; they stay open. */
  isDeaf = false;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly database: URL) {
    this.server = createServer((client) => this.join(client));
  }

  static async open(databaseUrl: string): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(new URL(databaseUrl));
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The connection string that leads through here. */
  get url(): string {
    const url = new URL(this.database);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    const { hostname, port } = this.database;
    const onward = connect(Number(port), hostname);
    let isListening = false;
    client.on('data', (bytes) => {
      isListening ||= bytes.includes(LISTEN);
      onward.write(bytes);
    });
    onward.on('data', (bytes) => {
      if (!(isListening && this.isDeaf)) client.write(bytes);
    });
    for (const [socket, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
