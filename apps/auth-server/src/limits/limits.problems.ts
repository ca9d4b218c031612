import { Problem } from '@app/runtime';
import type { LimitKind } from './limit-events.port.js';

const MESSAGES: Readonly<Record<LimitKind, string>> = {
  credential:
    'This credential asks too often. Keep each token for its expiresIn, and wait for Retry-After.',
  address: 'Too many requests come from this address. Wait for Retry-After.',
  failures:
    'Too many requests from this address were not authenticated. Mend the credential, and wait for Retry-After.',
};

const OAUTH = {
  error: 'temporarily_unavailable',
  error_description: 'Too many requests. Wait for Retry-After.',
} as const;

/**
 * Too many requests (RFC 6585 §4). RFC 6749 §5.2 has no code for it, so its endpoints say
 * `temporarily_unavailable` beside what every other route says.
 */
export function rateLimited(kind: LimitKind, retryAfterSec: number, path: string): Problem {
  return new Problem({
    status: 429,
    code: 'M2M_RATE_LIMITED',
    message: MESSAGES[kind],
    headers: { 'retry-after': `${retryAfterSec}` },
    ...(path.startsWith('/oauth/') && { members: OAUTH }),
  });
}
