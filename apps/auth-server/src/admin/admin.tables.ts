import { sql } from 'drizzle-orm';
import { bigint, check, date, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { ADMIN_ROLES } from './admin-role.js';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Who may administer, beside the root token; never a token itself, only what checks it. */
export const adminTokens = pgTable(
  'admin_tokens',
  {
    /** 16 characters of [a-z0-9], part of the token. */
    id: text().primaryKey(),
    label: text().notNull(),
    role: text({ enum: ADMIN_ROLES }).notNull(),
    /** SHA-256 of the token, in hex. */
    sha256: text().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    createdBy: text('created_by').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** The day (UTC) of the latest use; written at most once a day. */
    lastUsedOn: date('last_used_on', { mode: 'string' }),
    revokedAt: moment('revoked_at'),
  },
  (table) => [check('admin_tokens_sha256', sql`${table.sha256} ~ '^[0-9a-f]{64}$'`)],
);

/** One row: the version of all admin tokens. A trigger raises it at every change but that of a use. */
export const adminTokenState = pgTable(
  'admin_token_state',
  {
    id: integer().primaryKey().default(1),
    version: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [check('admin_token_state_single_row', sql`${table.id} = 1`)],
);
