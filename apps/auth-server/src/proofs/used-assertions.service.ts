import { createHash } from 'node:crypto';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { lt, sql } from 'drizzle-orm';
import type { Database } from '../database/database.js';
import { usedAssertions } from './used-assertions.tables.js';

const CLEAN_UP_INTERVAL_MS = 60_000;

/** One assertion that is about to be accepted. */
export interface UsedAssertion {
  readonly clientId: string;
  readonly assertionId: string;
  readonly endsAtMs: number;
}

/**
 * Accepts every assertion once (RFC 7523 §3), over all instances: they share the table. Rows leave
 * once the assertion is refused for its age alone, whatever the clocks of the instances say.
 */
export class UsedAssertions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private cleaning: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.cleaning = this.cleanUp();
    }, CLEAN_UP_INTERVAL_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.cleaning;
  }

  /**
   * Whether this is the first time that this assertion is shown, to whichever instance.
   *
   * @throws {DatabaseUnavailable} Nobody can tell at the moment.
   */
  async claim({ clientId, assertionId, endsAtMs }: UsedAssertion): Promise<boolean> {
    const jtiHash = createHash('sha256').update(`${clientId}\0${assertionId}`).digest('base64url');
    const claimed = await this.database.run((queries) =>
      queries
        .insert(usedAssertions)
        .values({ jtiHash, expiresAt: new Date(endsAtMs) })
        .onConflictDoNothing()
        .returning({ jtiHash: usedAssertions.jtiHash }),
    );
    return claimed.length === 1;
  }

  /** Removes what no clock of an instance would accept any more; never rejects. */
  async cleanUp(): Promise<void> {
    const isPast = lt(usedAssertions.expiresAt, sql`now() - interval '10 minutes'`);
    await this.database
      .run((queries) => queries.delete(usedAssertions).where(isPast))
      // The rows stay until the next time; the database's health is told elsewhere.
      .catch(() => undefined);
  }
}
