import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  integer,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { RevocationKind } from './revocation.js';

/** What is revoked before it ends by itself: all tokens of a microservice, an edge or a key, or one. */
export const revocations = pgTable(
  'revocations',
  {
    id: uuid().primaryKey(),
    kind: text().$type<RevocationKind>().notNull(),
    /** The name of the caller, the `kid` or the `jti`. */
    subject: text().notNull(),
    /** The target of an edge. */
    target: text(),
    /** Tokens issued before this moment are void; null voids every one, whenever it was issued. */
    notBefore: timestamp('not_before', { withTimezone: true, mode: 'date' }),
    /** When the last token that it concerns has ended and the row may go; null until it is lifted. */
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }),
    reason: text().notNull(),
    actor: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [
    unique('revocations_what').on(table.kind, table.subject, table.target).nullsNotDistinct(),
  ],
);

/**
 * One row: the version of all revocations. A trigger raises it at every change, to the seconds of the
 * clock at least, so that it is higher in a newer database than it ever was in a former one.
 */
export const revocationState = pgTable(
  'revocation_state',
  {
    id: integer().primaryKey().default(1),
    version: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [check('revocation_state_single_row', sql`${table.id} = 1`)],
);
