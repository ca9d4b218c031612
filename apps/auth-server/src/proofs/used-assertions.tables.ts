import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Client assertions that were accepted once, until they are too old to be shown again. */
export const usedAssertions = pgTable(
  'used_assertions',
  {
    /** SHA-256 of client and `jti`: a client chooses its `jti` freely, and at any length. */
    jtiHash: text('jti_hash').primaryKey(),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [index('used_assertions_expires_at').on(table.expiresAt)],
);
