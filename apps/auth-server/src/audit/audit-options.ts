import type { AuditBufferLimits } from './audit-buffer.js';

/** What the application tells the audit room. */
export interface AuditOptions {
  /** How long entries are kept, in days. */
  readonly retentionDays: number;
  /** How often entries are written, in milliseconds. Default 1000. */
  readonly intervalMs?: number;
  readonly limits?: AuditBufferLimits;
}
