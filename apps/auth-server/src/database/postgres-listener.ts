import { Client, escapeIdentifier, type ClientConfig } from 'pg';

import type { NoticeListener } from './database-connection.js';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;

/** One connection that does nothing but listen, and comes back by itself when it breaks. */
export class PostgresListener {
  private client: Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private isStopped = false;

  constructor(
    private readonly config: ClientConfig,
    private readonly channel: string,
    private readonly listener: NoticeListener,
  ) {}

  /** Resolves when it listens, or when it has failed once and will try again. */
  async start(): Promise<void> {
    const client = new Client(this.config);
    this.client = client;
    client.on('notification', (notice) => this.listener(notice.payload ?? ''));
    client.on('error', () => this.startLater(client));
    client.on('end', () => this.startLater(client));
    try {
      await client.connect();
      await client.query(`listen ${escapeIdentifier(this.channel)}`);
      this.retryMs = FIRST_RETRY_MS;
      this.listener('');
    } catch {
      this.startLater(client);
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private startLater(broken: Client): void {
    if (this.isStopped || this.client !== broken) return;
    this.client = undefined;
    broken.end().catch(() => undefined);
    this.retry = setTimeout(() => void this.start(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }
}
