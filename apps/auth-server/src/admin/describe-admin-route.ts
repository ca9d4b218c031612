import type { ApiRoute } from '@app/runtime';
import type { AdminRole } from './admin-role.js';

/** The name of the security scheme of admin tokens. */
export const ADMIN_SCHEME = 'adminToken';

/** Describes a route of administrators: whose token it takes, and how it refuses others. */
export function describeAdminRoute(role: AdminRole, route: ApiRoute): ApiRoute {
  const { description = '', problems } = route;
  return {
    ...route,
    description: `${description} Needs the role \`${role}\`.`.trimStart(),
    access: [ADMIN_SCHEME],
    role,
    problems: {
      401: ['M2M_ADMIN_TOKEN_MISSING', 'M2M_ADMIN_TOKEN_INVALID'],
      ...(role !== 'read' && { 403: ['M2M_ADMIN_ROLE_INSUFFICIENT'] }),
      503: ['M2M_DATABASE_UNAVAILABLE'],
      ...problems,
    },
  };
}
