import { Problem } from '@app/runtime';
import type { AdminRole } from './admin-role.js';

const CHALLENGE = 'Bearer realm="admin"';

/** No admin token at all (RFC 6750 §3.1 wants no error code then). */
export function tokenMissing(): Problem {
  return new Problem({
    status: 401,
    code: 'M2M_ADMIN_TOKEN_MISSING',
    message:
      'Send an admin token: "Authorization: Bearer <token>", from .m2m/admin-token or M2M_ADMIN_TOKEN.',
    headers: { 'www-authenticate': CHALLENGE },
  });
}

/** Unknown, expired and revoked look the same to whoever holds the token. */
export function tokenInvalid(): Problem {
  return new Problem({
    status: 401,
    code: 'M2M_ADMIN_TOKEN_INVALID',
    message:
      'This is not an admin token that counts. Access tokens and bootstrap tokens do not administer anything.',
    headers: { 'www-authenticate': `${CHALLENGE}, error="invalid_token"` },
  });
}

/** The token counts, but not for this. */
export function roleInsufficient(held: AdminRole, needed: AdminRole): Problem {
  return new Problem({
    status: 403,
    code: 'M2M_ADMIN_ROLE_INSUFFICIENT',
    message: `This needs an admin token of the role "${needed}"; yours has "${held}". Ask an administrator for another one.`,
    headers: { 'www-authenticate': `${CHALLENGE}, error="insufficient_scope"` },
    members: { needed, held },
  });
}
