import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Database } from '../database/database.js';
import type { CredentialUse } from './credential-use.js';
import { writeUses } from './write-uses.js';

/** Uses that wait for the database at most; beyond that they are found again the next day. */
const MOST_PENDING = 10_000;

/**
 * Writes down on which day a credential was last used: once a day each, in batches, and never on a
 * request's path. While the database is away the uses wait.
 */
export class CredentialUses implements BeforeApplicationShutdown {
  private readonly pending = new Map<string, CredentialUse>();
  private noted = new Set<string>();
  private day = '';
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly intervalMs = 1000,
  ) {}

  /** Takes a use; costs a look-up in memory. */
  note(use: CredentialUse): void {
    if (use.day !== this.day) {
      this.day = use.day;
      this.noted = new Set();
    }
    const key = `${use.microserviceId} ${use.key}`;
    if (this.noted.has(key) || this.noted.size >= MOST_PENDING) return;
    this.noted.add(key);
    if (this.pending.size < MOST_PENDING) this.pending.set(`${use.day} ${key}`, use);
    this.flushLater();
  }

  /** Writes what waits; never rejects. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
    clearTimeout(this.timer);
  }

  private flushLater(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, this.intervalMs).unref();
  }

  private async write(): Promise<void> {
    const uses = [...this.pending];
    if (uses.length === 0) return;
    try {
      const batch = uses.map(([, use]) => use);
      await this.database.transaction((queries) => writeUses(queries, batch));
      for (const [key] of uses) this.pending.delete(key);
    } catch {
      // The database's health is told elsewhere; the uses stay and go with the next batch.
      this.flushLater();
    }
  }
}
