import type { adminActs, auditGaps, decisionsDenied } from './audit.tables.js';

/** An entry as an administrator sees it. */
export type AuditEntry = DenialEntry | ActEntry | GapEntry;

/** A decision against a caller; or, without one, refused credentials of one minute and address. */
export interface DenialEntry extends Found {
  readonly kind: 'denial';
  /** Of a decision: the id that its caller was told. */
  readonly decisionId?: string;
  /** The request, or the first of several. */
  readonly requestId: string;
  readonly caller?: string;
  /** Who called the caller before, the first of all first. */
  readonly chain?: readonly string[];
  readonly target?: string;
  readonly scopes?: readonly string[];
  readonly reason: string;
  readonly credentialId?: string | undefined;
  readonly policyVersion?: number | undefined;
  readonly sourceAddress?: string | undefined;
  /** How many refused credentials the entry stands for; absent for a decision. */
  readonly count?: number;
}

/** What an administrator did, or was refused. */
export interface ActEntry extends Found {
  readonly kind: 'act';
  readonly actor: { readonly id: string; readonly label: string; readonly role: string };
  readonly action: string;
  readonly subject: Readonly<Record<string, string>>;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly status: number;
  readonly code?: string | undefined;
  readonly requestId: string;
  readonly sourceAddress: string;
}

/** A time of which not every entry is kept. */
export interface GapEntry extends Found {
  readonly kind: 'gap';
  /** When the first of the lost entries was made; `at` is when the last was. */
  readonly since: Date;
  readonly denials: number;
  readonly acts: number;
}

interface Found {
  readonly id: string;
  readonly at: Date;
  /** The auth-server that wrote it; another id after each of its starts. */
  readonly instance: string;
}

export function denialEntry(row: typeof decisionsDenied.$inferSelect): DenialEntry {
  const { id, at, instance, requestId, reason, caller, count } = row;
  const sourceAddress = row.sourceAddress ?? undefined;
  const found = { kind: 'denial' as const, id, at, instance, requestId, reason, sourceAddress };
  if (caller === null) return { ...found, count };
  return {
    ...found,
    decisionId: id,
    caller,
    ...(row.chain.length > 0 && { chain: row.chain }),
    target: row.target ?? '',
    scopes: row.scopes,
    credentialId: row.credentialId ?? undefined,
    policyVersion: row.policyVersion ?? undefined,
  };
}

export function actEntry(row: typeof adminActs.$inferSelect): ActEntry {
  const { actorId, actorLabel, actorRole, code, ...act } = row;
  const actor = { id: actorId, label: actorLabel, role: actorRole };
  return { kind: 'act', ...act, actor, code: code ?? undefined };
}

export function gapEntry(row: typeof auditGaps.$inferSelect): GapEntry {
  return { kind: 'gap', ...row };
}
