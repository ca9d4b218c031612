import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AdminActRecorder } from './admin-act-recorder.service.js';
import type { AdminActor } from './admin-actor.js';
import { AdminAuthenticator } from './admin-authenticator.service.js';
import type { AdminRequest } from './admin-request.js';
import { includesRole } from './admin-role.js';
import { ADMIN_ROUTE, type AdminRouteOptions } from './admin-route-options.js';
import { roleInsufficient, tokenInvalid, tokenMissing } from './admin.problems.js';
import { noteAdmin } from './current-admin.decorator.js';

/** Lets a request through that carries an admin token (RFC 6750 §2.1) of the role that the route needs. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly admins: AdminAuthenticator,
    private readonly acts: AdminActRecorder,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const route = this.reflector.get<AdminRouteOptions>(ADMIN_ROUTE, context.getHandler());
    const request = context.switchToHttp().getRequest<AdminRequest>();
    try {
      const admin = this.authenticate(request);
      noteAdmin(request, admin);
      const needed = typeof route.role === 'function' ? route.role(request.body) : route.role;
      if (!includesRole(admin.role, needed)) throw roleInsufficient(admin.role, needed);
      return true;
    } catch (error) {
      this.acts.failed(route, request, error);
      throw error;
    }
  }

  private authenticate({ headers }: AdminRequest): AdminActor {
    const presented = bearerOf(headers.authorization);
    if (presented === undefined) throw tokenMissing();
    const admin = this.admins.authenticate(presented);
    if (admin === undefined) throw tokenInvalid();
    return admin;
  }
}

/** Without a regular expression: the header is whatever a stranger sends. */
function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined || header.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  const token = header.slice(7).trim();
  return token === '' ? undefined : token;
}
