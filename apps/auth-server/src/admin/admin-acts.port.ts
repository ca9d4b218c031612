import type { AdminAct } from './admin-act.js';

/** Keeps what administrators did: every change, and every call that was refused or failed. */
export interface AdminActs {
  /** Takes one act. Never waits and never throws. */
  record(act: AdminAct): void;
}

/** Injects the {@link AdminActs}; without any the acts are in the log alone. */
export const ADMIN_ACTS = Symbol('ADMIN_ACTS');
