import { bigint, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** The static signing keys, laid out as a SuperTokens core lays them out. */
export const jwtSigningKeys = pgTable(
  'jwt_signing_keys',
  {
    appId: text('app_id').notNull(),
    keyId: text('key_id').notNull(),
    keyString: text('key_string').notNull(),
    algorithm: text().notNull(),
    /** Milliseconds since the epoch. */
    createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.keyId] })],
);

/** The dynamic signing keys, laid out as a SuperTokens core lays them out. */
export const sessionAccessTokenSigningKeys = pgTable(
  'session_access_token_signing_keys',
  {
    appId: text('app_id').notNull(),
    /** Milliseconds since the epoch. */
    createdAtTime: bigint('created_at_time', { mode: 'number' }).notNull(),
    value: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.createdAtTime] })],
);
