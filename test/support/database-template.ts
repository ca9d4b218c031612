import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const JOURNAL = join(ROOT, 'apps/auth-server/src/database/migrations/meta/_journal.json');

/** Where empty databases are kept between suites. */
const TEMPLATES = join(ROOT, 'dist', 'test-database');

/**
 * What an empty database is copied from, one for each state of the migrations. Made by whoever comes
 * first; who comes at the same moment makes one in vain.
 */
export async function databaseTemplate(
  kind: string,
  make: (draft: string) => Promise<void>,
): Promise<string> {
  const state = createHash('sha256').update(readFileSync(JOURNAL)).digest('hex').slice(0, 16);
  const made = join(TEMPLATES, `${state}-${kind}`);
  if (existsSync(made)) return made;
  await mkdir(TEMPLATES, { recursive: true });
  const draft = await mkdtemp(join(TEMPLATES, 'draft-'));
  await make(draft);
  await rename(draft, made).catch(() => rm(draft, { recursive: true }));
  return made;
}
