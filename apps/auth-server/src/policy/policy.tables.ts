import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

import { microservices } from '../registry/registry.tables.js';
import type { PolicyChanges } from './diff-policies.js';
import type { PolicyBody } from './render-policy-document.js';

/** What every permission says beyond who and whom. */
const terms = () => ({
  scopes: text()
    .array()
    .notNull()
    .default(sql`'{}'::text[]`),
  /** How long its tokens live at most; null leaves it to the server's setting. */
  ttlSec: integer('ttl_sec'),
  /** The moment from which it counts no more; null never. */
  until: timestamp({ withTimezone: true, mode: 'date' }),
  /** `enforce`, or `observe`: calls beyond scopes and end are let through and written down. */
  mode: text({ enum: ['enforce', 'observe'] })
    .notNull()
    .default('enforce'),
  reason: text(),
  owner: text(),
  senderConstrained: text('sender_constrained', { enum: ['dpop'] }),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
});

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
    ...terms(),
  },
  (table) => [
    primaryKey({ columns: [table.callerId, table.targetId] }),
    index('edges_target_id').on(table.targetId),
  ],
);

/** Microservices that the policy names together. */
export const policyGroups = pgTable('policy_groups', { name: text().primaryKey() });

/** Who is in a group. */
export const policyGroupMembers = pgTable(
  'policy_group_members',
  {
    groupName: text('group_name')
      .notNull()
      .references(() => policyGroups.name, { onDelete: 'cascade' }),
    microserviceId: uuid('microservice_id')
      .notNull()
      .references(() => microservices.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.groupName, table.microserviceId] }),
    index('policy_group_members_microservice_id').on(table.microserviceId),
  ],
);

const anySide = () => ({
  callerId: uuid('caller_id').references(() => microservices.id, { onDelete: 'cascade' }),
  callerGroup: text('caller_group').references(() => policyGroups.name, { onDelete: 'cascade' }),
  targetId: uuid('target_id').references(() => microservices.id, { onDelete: 'cascade' }),
  targetGroup: text('target_group').references(() => policyGroups.name, { onDelete: 'cascade' }),
});

/**
 * Permissions of many at once: on either side stands a microservice, a group, or, when both are
 * null, everybody. Who is meant is found out whenever a snapshot is made.
 */
export const wideEdges = pgTable('wide_edges', { ...anySide(), ...terms() }, (table) => [
  unique('wide_edges_sides')
    .on(table.callerId, table.callerGroup, table.targetId, table.targetGroup)
    .nullsNotDistinct(),
  check(
    'wide_edges_one_each',
    sql`(${table.callerId} is null or ${table.callerGroup} is null)
        and (${table.targetId} is null or ${table.targetGroup} is null)
        and (${table.callerId} is null or ${table.targetId} is null)`,
  ),
]);

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

/** Every version of the policy, in the words of its author. */
export const policyVersions = pgTable('policy_versions', {
  version: bigint({ mode: 'number' }).primaryKey(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  actor: text().notNull(),
  message: text(),
  document: text().notNull(),
  /** What the tables said then, as an object; null before there were such objects. */
  content: json().$type<PolicyBody>(),
  /** What was changed since the version before; null before it was noted. */
  changes: json().$type<PolicyChanges>(),
});
