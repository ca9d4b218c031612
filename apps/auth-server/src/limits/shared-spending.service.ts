import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { and, gt, lt, ne, sql } from 'drizzle-orm';
import type { Queries } from '../database/database-connection.js';
import type { Database } from '../database/database.js';
import type { Buckets } from './buckets.js';
import { limitSpending, type SpendingBatch } from './limits.tables.js';

/** How often instances tell each other what they spent; how much they overshoot grows with it. */
const INTERVAL_MS = 1000;

/** Batches that stand in the table, for whoever was too slow to read the last one. */
const BATCHES_KEPT = 5;

/** Instances that are listened to at most. */
const MOST_INSTANCES = 64;

/** What a {@link SharedSpending} is made of. */
export interface SharedSpendingParts {
  readonly database: Database;
  /** By name; the same on every instance. */
  readonly buckets: ReadonlyMap<string, Buckets>;
  /** Random, and new with every start. */
  readonly instanceId: string;
}

/**
 * Lets instances on one PostgreSQL share their buckets, without a request ever waiting for it: each
 * tells every second what it spent and takes what the others spent. Best effort: while the database
 * is away every instance counts for itself.
 */
export class SharedSpending implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private batches: readonly SpendingBatch[] = [];
  private sequence = 0;
  private seen = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private exchanging: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(private readonly parts: SharedSpendingParts) {}

  /** The embedded database has one process, and so nobody to share with. */
  async onApplicationBootstrap(): Promise<void> {
    const { database, buckets } = this.parts;
    if (database.kind !== 'postgres' || buckets.size === 0) return;
    const isLongGone = lt(limitSpending.at, sql`now() - interval '1 hour'`);
    await database
      .run((queries) => queries.delete(limitSpending).where(isLongGone))
      // Rows of instances that are gone cost nothing but their place.
      .catch(() => undefined);
    this.exchangeLater();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.exchanging;
  }

  /** Tells what was spent here and takes what was spent elsewhere; rejects with what the database has. */
  async exchange(): Promise<void> {
    const spent = this.drain();
    this.batches = [...this.batches, { sequence: ++this.sequence, spent }].slice(-BATCHES_KEPT);
    const others = await this.parts.database.run(async (queries) => {
      if (this.batches.some((batch) => Object.keys(batch.spent).length > 0)) {
        await this.tell(queries);
      }
      return this.listen(queries);
    });
    const before = this.seen;
    this.seen = new Map();
    for (const { instanceId, batches } of others) {
      const last = before.get(instanceId) ?? 0;
      const news = batches.filter(({ sequence }) => sequence > last);
      for (const batch of news) this.absorb(batch);
      this.seen.set(instanceId, Math.max(last, ...news.map(({ sequence }) => sequence)));
    }
  }

  private drain(): Record<string, number> {
    const spent = [...this.parts.buckets].flatMap(([name, buckets]) =>
      [...buckets.drainSpending()].map(([key, tokens]) => [`${name} ${key}`, tokens] as const),
    );
    return Object.fromEntries(spent);
  }

  private async tell(queries: Queries): Promise<void> {
    const row = { batches: this.batches, at: sql`now()` };
    await queries
      .insert(limitSpending)
      .values({ instanceId: this.parts.instanceId, ...row })
      .onConflictDoUpdate({ target: limitSpending.instanceId, set: row });
  }

  private listen(queries: Queries): Promise<(typeof limitSpending.$inferSelect)[]> {
    const { instanceId, at } = limitSpending;
    const isOther = ne(instanceId, this.parts.instanceId);
    return queries
      .select()
      .from(limitSpending)
      .where(and(isOther, gt(at, sql`now() - interval '10 seconds'`)))
      .limit(MOST_INSTANCES);
  }

  private absorb({ spent }: SpendingBatch): void {
    for (const [bucket, tokens] of Object.entries(spent)) {
      const end = bucket.indexOf(' ');
      this.parts.buckets.get(bucket.slice(0, end))?.absorb(bucket.slice(end + 1), tokens);
    }
  }

  /** Counts from the end of one exchange, so that a slow database is not asked more, but less. */
  private exchangeLater(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      // The database's health is told elsewhere.
      this.exchanging = this.exchange().catch(() => undefined);
      void this.exchanging.then(() => this.exchangeLater());
    }, INTERVAL_MS).unref();
  }
}
