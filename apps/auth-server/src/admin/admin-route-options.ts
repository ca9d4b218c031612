import type { AdminRole } from './admin-role.js';

/** What a route of administrators is. */
export interface AdminRouteOptions<Answer = never> {
  /** The least role that may use it, or what tells it by the body that was sent. */
  readonly role: AdminRole | ((body: unknown) => AdminRole);
  /** What it does, as it is written down: `policy.replace`. */
  readonly action: string;
  /** What of the answer tells what was done, beside the parameters of the route. Never a secret. */
  readonly subject?: (answer: Answer) => Readonly<Record<string, string>>;
}

/** Where the options of a route are kept. */
export const ADMIN_ROUTE = Symbol('ADMIN_ROUTE');
