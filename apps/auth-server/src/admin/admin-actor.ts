import type { AdminRole } from './admin-role.js';

/** Who administers, as known by the admin token. */
export interface AdminActor {
  /** The id of the token; `root` is the one that the auth-server was started with. */
  readonly id: string;
  readonly label: string;
  readonly role: AdminRole;
}

/** Who acts with the token that the auth-server was started with. */
export const ROOT: AdminActor = Object.freeze({ id: 'root', label: 'root', role: 'administer' });

/** How an actor is written down beside what it did: two tokens may have the same label. */
export function actorName({ id, label }: AdminActor): string {
  return id === label ? id : `${label} (${id})`;
}
