import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Database } from '../database/database.js';
import { dated, dayNumber, type CredentialUse, type DatedUse } from './credential-use.js';
import { writeUses } from './write-uses.js';

/** Uses that wait for the database at most; beyond that they are found again the next day. */
const MOST_PENDING = 10_000;

/**
 * Writes down on which day a credential was last used: once a day each, in batches, and never on a
 * request's path. While the database is away the uses wait.
 */
export class CredentialUses implements BeforeApplicationShutdown {
  private readonly pending = new Map<string, DatedUse>();
  /** What was taken today already, by microservice. */
  private noted = new Map<string, Set<string>>();
  private notedCount = 0;
  private day = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly intervalMs = 1000,
  ) {}

  /** Takes a use; costs a look-up in memory. */
  note(use: CredentialUse): void {
    this.beginDay(dayNumber(use.usedAtMs));
    const noted = this.noted.get(use.microserviceId);
    if (noted?.has(use.key) === true || this.notedCount >= MOST_PENDING) return;
    if (noted === undefined) this.noted.set(use.microserviceId, new Set([use.key]));
    else noted.add(use.key);
    this.notedCount += 1;
    const fresh = dated(use);
    const key = `${fresh.day} ${use.microserviceId} ${use.key}`;
    if (this.pending.size < MOST_PENDING) this.pending.set(key, fresh);
    this.flushLater();
  }

  private beginDay(day: number): void {
    if (day === this.day) return;
    this.day = day;
    this.noted = new Map();
    this.notedCount = 0;
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
