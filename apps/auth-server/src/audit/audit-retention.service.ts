import type { Clock } from '@app/m2m';
import {
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Database } from '../database/database.js';
import { deleteExpired } from './delete-expired.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What an {@link AuditRetention} is made of. */
export interface AuditRetentionParts {
  readonly database: Pick<Database, 'transaction'>;
  readonly clock: Clock;
  /** How long entries are kept, in days. */
  readonly retentionDays: number;
}

/**
 * Deletes what is older than it is to be kept: once an hour, in small transactions, by one instance
 * at a time. While the database is away the entries stay until the next hour.
 */
export class AuditRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(private readonly parts: AuditRetentionParts) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), HOUR_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Deletes all that is too old; never rejects. */
  run(): Promise<void> {
    this.running = this.running.then(() => this.clean());
    return this.running;
  }

  private async clean(): Promise<void> {
    const { database, clock, retentionDays } = this.parts;
    const before = new Date(clock.nowMs() - retentionDays * DAY_MS);
    let deleted = 0;
    try {
      for (let found = 1; found > 0 && !this.isStopped; deleted += found) {
        found = await database.transaction((queries) => deleteExpired(queries, before));
      }
    } catch (error) {
      this.logger.warn('audit entries cannot be deleted', { reason: String(error) });
    }
    if (deleted > 0) this.logger.log('audit entries deleted', { deleted, before });
  }
}
