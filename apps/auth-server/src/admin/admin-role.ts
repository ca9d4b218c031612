/** What an admin token may do; each role includes the ones before it. */
export const ADMIN_ROLES = ['read', 'operate', 'administer'] as const;

/**
 * `read` sees everything, `operate` ends and renews what microservices hold (credentials,
 * revocations) and stops them, `administer` says who may call whom and who administers.
 */
export type AdminRole = (typeof ADMIN_ROLES)[number];

/** Whether who has the role `held` may do what needs the role `needed`. */
export function includesRole(held: AdminRole, needed: AdminRole): boolean {
  return ADMIN_ROLES.indexOf(held) >= ADMIN_ROLES.indexOf(needed);
}
