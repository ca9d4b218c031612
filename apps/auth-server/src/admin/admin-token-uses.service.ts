import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Database } from '../database/database.js';
import type { AdminTokenUse } from './admin-token-record.js';
import { writeAdminTokenUses } from './admin-token-store.js';

/**
 * Writes down on which day an admin token was last used: once a day each, and never on a request's
 * path. While the database is away the uses wait; there are no more of them than tokens.
 */
export class AdminTokenUses implements BeforeApplicationShutdown {
  private readonly written = new Map<string, string>();
  private readonly pending = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly intervalMs = 1000,
  ) {}

  /** Takes a use; costs a look-up in memory. */
  note({ id, day }: AdminTokenUse): void {
    if (this.written.get(id) === day) return;
    this.written.set(id, day);
    this.pending.set(id, day);
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
    const uses = Array.from(this.pending, ([id, day]) => ({ id, day }));
    if (uses.length === 0) return;
    try {
      await this.database.transaction((queries) => writeAdminTokenUses(queries, uses));
      for (const { id, day } of uses) if (this.pending.get(id) === day) this.pending.delete(id);
    } catch {
      // The database's health is told elsewhere; the uses stay and go with the next batch.
      this.flushLater();
    }
  }
}
