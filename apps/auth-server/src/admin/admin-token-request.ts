import { z } from 'zod';
import { ADMIN_ROLES } from './admin-role.js';

const DAY_SEC = 24 * 3600;

/** How long an admin token may live, in seconds. */
export const ADMIN_TOKEN_LIFETIME = {
  least: 60,
  default: 90 * DAY_SEC,
  most: 365 * DAY_SEC,
} as const;

/** Without control characters: it is shown in terminals and pages. */
export const ADMIN_LABEL = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,64}$/u;

/** The body of `POST /admin/tokens`. */
export const adminTokenRequest = z.strictObject({
  label: z.string().regex(ADMIN_LABEL),
  role: z.enum(ADMIN_ROLES),
  expiresInSec: z
    .int()
    .min(ADMIN_TOKEN_LIFETIME.least)
    .max(ADMIN_TOKEN_LIFETIME.most)
    .default(ADMIN_TOKEN_LIFETIME.default),
});
