import { minuteOf } from '../output/moment.js';
import type { Cell } from '../output/table.js';

/** An entry of the audit, of whichever kind. */
export interface AuditEntry {
  readonly kind: 'denial' | 'act' | 'gap';
  readonly id: string;
  readonly at: string;
  readonly sourceAddress?: string;
  readonly reason?: string;
  readonly caller?: string;
  readonly target?: string;
  readonly scopes?: readonly string[];
  readonly count?: number;
  readonly actor?: { readonly label: string };
  readonly action?: string;
  readonly subject?: Readonly<Record<string, string>>;
  readonly outcome?: string;
  readonly code?: string;
  readonly denials?: number;
  readonly acts?: number;
}

/** The headings of {@link auditRow}. */
export const AUDIT_HEADINGS = ['at', 'what', 'who', 'about', 'why', 'from', 'id'];

/** An entry as one line of a table. */
export function auditRow(entry: AuditEntry): readonly Cell[] {
  const { kind, id, at, sourceAddress } = entry;
  const [what, who, about, why] = ROWS[kind](entry);
  return [minuteOf(at), what, who, about, why, sourceAddress, id];
}

const ROWS: Readonly<Record<AuditEntry['kind'], (entry: AuditEntry) => readonly Cell[]>> = {
  denial: ({ caller, target, scopes = [], reason, count }) => [
    'denied',
    caller ?? `anonymous (${count ?? 1})`,
    [target, ...scopes].filter((text) => text !== undefined).join(' '),
    reason,
  ],
  act: ({ actor, action, subject = {}, outcome, code }) => [
    action,
    actor?.label,
    Object.values(subject).join(' '),
    [outcome, code].filter((text) => text !== undefined).join(' '),
  ],
  gap: ({ denials = 0, acts = 0 }) => ['lost', undefined, `${denials + acts} entries`, undefined],
};
