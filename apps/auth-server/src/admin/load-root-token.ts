import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readOrCreateSecretFile } from '@app/runtime';
import type { AdminOptions } from './admin-options.js';
import { RootToken } from './root-token.js';
import { AdminTokenTooShort, SHORTEST_ADMIN_TOKEN } from './admin.errors.js';

/**
 * The admin token of the options, or of `<home>/admin-token`, which is made with 256 random bits
 * and mode 0600 at the first start. Throws AdminTokenTooShort.
 */
export async function loadRootToken({ home, token }: AdminOptions): Promise<RootToken> {
  if (token !== undefined) return checked(token, 'M2M_ADMIN_TOKEN');
  const file = join(home, 'admin-token');
  return checked(await readOrCreateSecretFile(file, create), file);
}

function create(): string {
  return `m2m_admin_${randomBytes(32).toString('base64url')}`;
}

function checked(token: string, source: string): RootToken {
  if (token.length < SHORTEST_ADMIN_TOKEN) throw new AdminTokenTooShort(source);
  return new RootToken(token);
}
