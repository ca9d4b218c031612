import { Problem } from '@app/runtime';
import { databaseProblem } from '../database/database.problems.js';
import { ADMIN_ROLES, type AdminRole } from './admin-role.js';
import { ADMIN_TOKEN_LIFETIME } from './admin-token-request.js';
import { AdminTokenError, AdminTokenUnknown } from './admin.errors.js';

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

/** A request for an admin token that cannot be understood. */
export function tokenRequestInvalid(): Problem {
  const { least, most } = ADMIN_TOKEN_LIFETIME;
  const roles = ADMIN_ROLES.map((role) => `"${role}"`).join(' | ');
  return new Problem({
    status: 400,
    code: 'M2M_REQUEST_INVALID',
    message: `Send { "label": "…", "role": ${roles} }, with a label of 1 to 64 characters, and "expiresInSec" (${least} to ${most}) if you like; nothing else.`,
  });
}

/** Throws what keeping tokens failed with as an answer; anything unknown stays what it is. */
export function toProblem(error: unknown): never {
  if (error instanceof AdminTokenError) {
    const { code, message } = error;
    throw new Problem({ status: error instanceof AdminTokenUnknown ? 404 : 409, code, message });
  }
  throw databaseProblem(error);
}
