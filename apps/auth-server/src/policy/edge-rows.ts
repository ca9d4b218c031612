import type { EdgeTerms } from './edge.js';
import type { edges } from './policy.tables.js';

/** The columns that say what a permission is, without whose it is. */
export type TermsRow = Pick<
  typeof edges.$inferSelect,
  'scopes' | 'ttlSec' | 'until' | 'mode' | 'reason' | 'owner' | 'senderConstrained'
>;

/** The terms that a row has. */
export function termsOf(row: TermsRow): EdgeTerms {
  const { scopes, mode, ttlSec, until, reason, owner, senderConstrained } = row;
  return {
    scopes,
    mode,
    ...(ttlSec !== null && { ttlSec }),
    ...(until !== null && { until }),
    ...(reason !== null && { reason }),
    ...(owner !== null && { owner }),
    ...(senderConstrained !== null && { senderConstrained }),
  };
}

/** The columns that hold these terms. */
export function termsRow(terms: EdgeTerms): TermsRow {
  return {
    scopes: [...terms.scopes],
    mode: terms.mode,
    ttlSec: terms.ttlSec ?? null,
    until: terms.until ?? null,
    reason: terms.reason ?? null,
    owner: terms.owner ?? null,
    senderConstrained: terms.senderConstrained ?? null,
  };
}

/** Whether two rows say the same. */
export function isSameTerms(one: TermsRow, other: TermsRow): boolean {
  return fingerprintOf(one) === fingerprintOf(other);
}

/** What a row says, as a text that is the same for the same terms. */
export function fingerprintOf(row: TermsRow): string {
  const { scopes, mode, ttlSec, until, reason, owner, senderConstrained } = row;
  return JSON.stringify([scopes, mode, ttlSec, until, reason, owner, senderConstrained]);
}
