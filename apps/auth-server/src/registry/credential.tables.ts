import { sql } from 'drizzle-orm';
import {
  check,
  date,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

import { microservices } from './registry.tables.js';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What microservices prove themselves by; never a secret itself, only what checks it. */
export const credentials = pgTable(
  'credentials',
  {
    /** 16 characters of [a-z0-9]; part of a client secret, and the `jti` of a bootstrap token. */
    id: text().primaryKey(),
    microserviceId: uuid('microservice_id')
      .notNull()
      .references(() => microservices.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['bootstrap', 'secret', 'public_key'] }).notNull(),
    label: text(),
    createdAt: moment('created_at').notNull().defaultNow(),
    createdBy: text('created_by').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** The day (UTC) of the latest use; written at most once a day. */
    lastUsedOn: date('last_used_on', { mode: 'string' }),
    revokedAt: moment('revoked_at'),
    /** SHA-256 of a client secret, in hex. */
    secretSha256: text('secret_sha256'),
    jti: text().unique(),
    jwks: jsonb(),
    jwksUri: text('jwks_uri'),
  },
  (table) => [
    index('credentials_microservice_id').on(table.microserviceId),
    check(
      'credentials_proof_of_kind',
      sql`(${table.kind} = 'bootstrap') = (${table.jti} is not null)
        and (${table.kind} = 'secret') = (${table.secretSha256} is not null)
        and (${table.kind} = 'public_key') = ((${table.jwks} is null) <> (${table.jwksUri} is null))`,
    ),
  ],
);

/**
 * Bootstrap tokens without a record, minted straight at the core, that were accepted. A token is
 * known by its `jti`, or by a hash of what it says when it has none; the token is never kept.
 */
export const unregisteredCredentials = pgTable(
  'unregistered_credentials',
  {
    microserviceId: uuid('microservice_id')
      .notNull()
      .references(() => microservices.id, { onDelete: 'cascade' }),
    fingerprint: text().notNull(),
    expiresAt: moment('expires_at').notNull(),
    firstSeenAt: moment('first_seen_at').notNull(),
    /** The day (UTC) of the latest use. */
    lastUsedOn: date('last_used_on', { mode: 'string' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.microserviceId, table.fingerprint] })],
);

/**
 * When each process of a microservice proved itself with which credential last, so that a credential
 * is ended only when no process needs it any more. A process names itself; the empty name is one that
 * does not.
 */
export const credentialSightings = pgTable(
  'credential_sightings',
  {
    microserviceId: uuid('microservice_id')
      .notNull()
      .references(() => microservices.id, { onDelete: 'cascade' }),
    /** The id of a record, or the fingerprint of a token without one. */
    credential: text().notNull(),
    replica: text().notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.microserviceId, table.credential, table.replica] })],
);
