import { boolean, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * The registered microservices. The id is made in node and never reused: a name that is deleted and
 * registered again is another microservice.
 */
export const microservices = pgTable('microservices', {
  id: uuid().primaryKey(),
  name: text().notNull().unique(),
  url: text().notNull(),
  enabled: boolean().notNull().default(true),
  /** `enforce`, or `observe`: calls that no edge allows are let through and written down. */
  mode: text({ enum: ['enforce', 'observe'] })
    .notNull()
    .default('enforce'),
  /** Whom to ask about it. */
  owner: text(),
  /** Credentials issued before this moment are refused; null accepts any age. */
  notBefore: timestamp('not_before', { withTimezone: true, mode: 'date' }),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
});

/** Single credentials that are refused before they expire, by their `jti` (RFC 7519 §4.1.7). */
export const revokedCredentials = pgTable(
  'revoked_credentials',
  {
    jti: text().primaryKey(),
    microserviceId: uuid('microservice_id')
      .notNull()
      .references(() => microservices.id, { onDelete: 'cascade' }),
    revokedAt: timestamp('revoked_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    /** When the credential ends by itself and the row may go; null never. */
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [index('revoked_credentials_microservice_id').on(table.microserviceId)],
);

/**
 * Names whose microservice was deleted or renamed. A trigger keeps them, and makes the next
 * microservice of that name refuse every credential of its predecessor.
 */
export const retiredNames = pgTable('retired_names', {
  name: text().primaryKey(),
  retiredAt: timestamp('retired_at', { withTimezone: true, mode: 'date' }).notNull(),
});
