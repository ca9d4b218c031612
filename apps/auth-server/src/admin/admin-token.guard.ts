import { Problem } from '@app/runtime';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { AdminToken } from './admin-token.js';

const CHALLENGE = 'Bearer realm="admin"';

interface RequestWithHeaders {
  readonly headers: { readonly authorization?: string };
}

/** Lets a request through that carries the admin token (RFC 6750 §2.1), and no other token. */
@Injectable()
export class AdminTokenGuard implements CanActivate {
  constructor(private readonly adminToken: AdminToken) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<RequestWithHeaders>();
    const presented = bearerOf(headers.authorization);
    if (presented === undefined) throw missing();
    if (!this.adminToken.matches(presented)) throw invalid();
    return true;
  }
}

/** Without a regular expression: the header is whatever a stranger sends. */
function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined || header.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  const token = header.slice(7).trim();
  return token === '' ? undefined : token;
}

function missing(): Problem {
  return new Problem({
    status: 401,
    code: 'M2M_ADMIN_TOKEN_MISSING',
    message:
      'Send the admin token: "Authorization: Bearer <token>", from .m2m/admin-token or M2M_ADMIN_TOKEN.',
    headers: { 'www-authenticate': CHALLENGE },
  });
}

function invalid(): Problem {
  return new Problem({
    status: 401,
    code: 'M2M_ADMIN_TOKEN_INVALID',
    message:
      'This is not the admin token. Access tokens and bootstrap tokens do not administer anything.',
    headers: { 'www-authenticate': `${CHALLENGE}, error="invalid_token"` },
  });
}
