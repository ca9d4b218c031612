import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const whole = (name: string) => bigint(name, { mode: 'number' });

/** A list of texts that is never null; empty by default. */
const texts = (name: string) =>
  text(name)
    .array()
    .notNull()
    .default(sql`'{}'::text[]`);

/** Decisions against a caller, and refused credentials of nobody in particular. */
export const decisionsDenied = pgTable(
  'decisions_denied',
  {
    /** The decision's id; of refused credentials, what names their minute, address and code. */
    id: text().primaryKey(),
    at: moment('at').notNull(),
    requestId: text('request_id').notNull(),
    /** Null when the credential did not verify. */
    caller: text(),
    chain: texts('chain'),
    target: text(),
    scopes: texts('scopes'),
    reason: text().notNull(),
    credentialId: text('credential_id'),
    policyVersion: whole('policy_version'),
    sourceAddress: text('source_address'),
    instance: text().notNull(),
    /** How many refused credentials the row stands for; a decision is one. */
    count: integer().notNull().default(1),
  },
  (table) => [
    index('decisions_denied_at').on(table.at, table.id),
    index('decisions_denied_caller').on(table.caller, table.at),
    index('decisions_denied_target').on(table.target, table.at),
  ],
);

/** What administrators did, or were refused. Names and ids, never a body. */
export const adminActs = pgTable(
  'admin_acts',
  {
    id: text().primaryKey(),
    at: moment('at').notNull(),
    actorId: text('actor_id').notNull(),
    actorLabel: text('actor_label').notNull(),
    actorRole: text('actor_role').notNull(),
    action: text().notNull(),
    subject: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    outcome: text({ enum: ['done', 'refused', 'failed'] }).notNull(),
    status: integer().notNull(),
    code: text(),
    requestId: text('request_id').notNull(),
    sourceAddress: text('source_address').notNull(),
    instance: text().notNull(),
  },
  (table) => [index('admin_acts_at').on(table.at, table.id)],
);

/** Times of which not every entry is kept. */
export const auditGaps = pgTable(
  'audit_gaps',
  {
    id: text().primaryKey(),
    /** When the last of the lost entries was made. */
    at: moment('at').notNull(),
    /** When the first of them was. */
    since: moment('since').notNull(),
    denials: integer().notNull(),
    acts: integer().notNull(),
    instance: text().notNull(),
  },
  (table) => [index('audit_gaps_at').on(table.at, table.id)],
);

/** Allowed calls by hour; `*` stands for what there was no room to tell apart. */
export const callCounts = pgTable(
  'call_counts',
  {
    hour: moment('hour').notNull(),
    caller: text().notNull(),
    target: text().notNull(),
    /** The scopes that were asked for, as on the wire; empty when none were. */
    scope: text().notNull(),
    /** Why the call would have been denied, were it not observed only; empty when it would not. */
    observed: text().notNull(),
    count: whole('count').notNull(),
    lastAt: moment('last_at').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.hour, table.caller, table.target, table.scope, table.observed],
    }),
  ],
);

/** The latest batch that an instance wrote: one whose answer was lost is not written again. */
export const auditWriters = pgTable('audit_writers', {
  instance: text().primaryKey(),
  batch: whole('batch').notNull(),
  at: moment('at').notNull().defaultNow(),
});
