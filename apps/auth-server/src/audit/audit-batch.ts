import type { adminActs, auditGaps, callCounts, decisionsDenied } from './audit.tables.js';

type Entry<Table extends { readonly $inferInsert: object }> = Omit<
  Table['$inferInsert'],
  'instance'
>;

/** A decision against a caller, or refused credentials of one minute, address and code. */
export type Denial = Entry<typeof decisionsDenied>;
/** What an administrator did. */
export type Act = Entry<typeof adminActs>;
/** Entries that were lost, and when. */
export type Gap = Entry<typeof auditGaps>;
/** Allowed calls that are alike. */
export type CallCount = typeof callCounts.$inferInsert;

/** What is written in one transaction. It never changes, so that it can be tried again. */
export interface AuditBatch {
  readonly denials: readonly Denial[];
  /** Counts of these are added to what is there. */
  readonly refusals: readonly Denial[];
  readonly acts: readonly Act[];
  /** These are added to what is there. */
  readonly counts: readonly CallCount[];
  readonly gaps: readonly Gap[];
}

/** Denials, acts, refusals and counters in a batch. */
export function entriesIn({ denials, refusals, acts, counts }: AuditBatch): number {
  return denials.length + refusals.length + acts.length + counts.length;
}
