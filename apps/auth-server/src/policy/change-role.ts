import type { AdminRole } from '../admin/admin-role.js';

/**
 * The least role for a change of a microservice. To stop one, or to let it go on, is an act of
 * operation, as a revocation is; everything else is a change of the policy.
 */
export function changeRole(body: unknown): AdminRole {
  const { enabled, ...others } = Object(body) as Readonly<Record<string, unknown>>;
  const isSwitch = typeof enabled === 'boolean' && Object.keys(others).length === 0;
  return isSwitch ? 'operate' : 'administer';
}
