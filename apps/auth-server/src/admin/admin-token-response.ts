import type { AdminRole } from './admin-role.js';
import { ROOT } from './admin-actor.js';
import type { AdminTokenRecord } from './admin-token-record.js';

/** One admin token as an administrator sees it; times in ISO 8601, days in UTC. */
export interface AdminTokenBody {
  readonly id: string;
  readonly label: string;
  readonly role: AdminRole;
  /** Absent for the root token, as all that follows. */
  readonly createdAt?: string;
  readonly createdBy?: string;
  readonly expiresAt?: string;
  readonly lastUsedOn?: string;
  readonly revokedAt?: string;
  /** A new token; shown this once. */
  readonly token?: string;
}

/** The root token, of which no more is known. */
export const ROOT_BODY: AdminTokenBody = ROOT;

export function adminTokenBody(record: AdminTokenRecord): AdminTokenBody {
  const { id, label, role, createdAt, createdBy, expiresAt, lastUsedOn, revokedAt } = record;
  return {
    id,
    label,
    role,
    createdAt: createdAt.toISOString(),
    createdBy,
    expiresAt: expiresAt.toISOString(),
    ...(lastUsedOn !== undefined && { lastUsedOn }),
    ...(revokedAt !== undefined && { revokedAt: revokedAt.toISOString() }),
  };
}
