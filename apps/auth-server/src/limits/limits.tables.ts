import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What one instance took from its buckets within one interval. */
export interface SpendingBatch {
  /** Counts up from 1 in each instance, so that no batch is taken twice. */
  readonly sequence: number;
  /** Tokens by bucket. */
  readonly spent: Readonly<Record<string, number>>;
}

/** What each instance took of late, for the others to take as well; nothing here has to last. */
export const limitSpending = pgTable('limit_spending', {
  instanceId: text('instance_id').primaryKey(),
  batches: jsonb().$type<readonly SpendingBatch[]>().notNull(),
  at: timestamp({ withTimezone: true, mode: 'date' }).notNull(),
});
