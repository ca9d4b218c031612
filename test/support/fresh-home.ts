import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../apps/auth-server/src/database/open-database.js';

const ROOT = join(import.meta.dirname, '..', '..');
const JOURNAL = join(ROOT, 'apps/auth-server/src/database/migrations/meta/_journal.json');

/** Where an empty database is kept between suites, one for each state of the migrations. */
const TEMPLATES = join(ROOT, 'dist', 'test-database');

/**
 * A new `M2M_HOME` whose database is there already and empty. What a first start does with a folder
 * costs seconds, and has suites of its own.
 */
export async function freshHome(prefix: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), prefix));
  await cp(join(await template(), 'data'), join(home, 'data'), { recursive: true });
  return home;
}

/** Made by whoever comes first; who comes at the same moment makes one in vain. */
async function template(): Promise<string> {
  const state = createHash('sha256').update(readFileSync(JOURNAL)).digest('hex').slice(0, 16);
  const made = join(TEMPLATES, state);
  if (existsSync(made)) return made;
  await mkdir(TEMPLATES, { recursive: true });
  const draft = await mkdtemp(join(TEMPLATES, 'draft-'));
  await (await openDatabase({ home: draft })).close();
  await rename(draft, made).catch(() => rm(draft, { recursive: true }));
  return made;
}
