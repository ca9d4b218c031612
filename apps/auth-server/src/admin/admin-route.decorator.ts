import { applyDecorators, Header, SetMetadata, UseGuards, UseInterceptors } from '@nestjs/common';
import { AdminActInterceptor } from './admin-act.interceptor.js';
import { ADMIN_ROUTE, type AdminRouteOptions } from './admin-route-options.js';
import { AdminGuard } from './admin.guard.js';

/**
 * Makes a handler a route of administrators: only for admin tokens of the role, written down when it
 * changes, refuses or fails, and kept by no cache.
 */
export function AdminRoute<Answer = never>(options: AdminRouteOptions<Answer>): MethodDecorator {
  return applyDecorators(
    SetMetadata(ADMIN_ROUTE, options),
    UseGuards(AdminGuard),
    UseInterceptors(AdminActInterceptor),
    Header('cache-control', 'no-store'),
  );
}
