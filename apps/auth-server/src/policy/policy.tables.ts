import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

import { microservices } from '../registry/registry.tables.js';

/** Who may call whom: a row is the permission, no row is the refusal. */
export const edges = pgTable(
  'edges',
  {
    callerId: uuid('caller_id')
      .notNull()
      .references(() => microservices.id, { onDelete: 'cascade' }),
    targetId: uuid('target_id')
      .notNull()
      .references(() => microservices.id, { onDelete: 'cascade' }),
    scopes: text()
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.callerId, table.targetId] }),
    index('edges_target_id').on(table.targetId),
  ],
);

/**
 * Which token of which foreign issuer is whom. A token counts for the microservice of the one rule
 * that it matches.
 */
export const trustRules = pgTable(
  'trust_rules',
  {
    issuer: text().notNull(),
    audience: text().notNull(),
    /** A pattern: `*` stands for one or more characters within one segment. */
    subject: text().notNull(),
    /** Where the issuer's keys are; null finds them by OpenID Connect Discovery. */
    jwksUri: text('jwks_uri'),
    microserviceId: uuid('microservice_id')
      .notNull()
      .references(() => microservices.id, { onDelete: 'cascade' }),
    maxAgeSec: integer('max_age_sec').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.audience, table.subject] }),
    index('trust_rules_microservice_id').on(table.microserviceId),
  ],
);

/**
 * One row: the version of everything a decision reads. Triggers raise it once per transaction that
 * touches a microservice, an edge or a revocation, whoever does it.
 */
export const policyState = pgTable(
  'policy_state',
  {
    id: integer().primaryKey().default(1),
    version: bigint({ mode: 'number' }).notNull().default(0),
  },
  (table) => [check('policy_state_single_row', sql`${table.id} = 1`)],
);

/** Every document that was put as a whole, in the words of its author. */
export const policyVersions = pgTable('policy_versions', {
  version: bigint({ mode: 'number' }).primaryKey(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  actor: text().notNull(),
  document: text().notNull(),
});
