import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AdminActor } from './admin-actor.js';

const admins = new WeakMap<object, AdminActor>();

/** Notes by whose token a request was let through. */
export function noteAdmin(request: object, admin: AdminActor): void {
  admins.set(request, admin);
}

/** By whose token a request was let through; undefined when it was not. */
export function adminOf(request: object): AdminActor | undefined {
  return admins.get(request);
}

/** Who sent the request of an `@AdminRoute()`. */
export const CurrentAdmin = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const admin = adminOf(context.switchToHttp().getRequest<object>());
  if (admin === undefined) throw new Error('@CurrentAdmin() needs an @AdminRoute().');
  return admin;
});
