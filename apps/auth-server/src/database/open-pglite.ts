import { PGlite } from '@electric-sql/pglite';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { DatabaseDamaged } from './database.errors.js';
import { lockFolder } from './folder-lock.js';
import { PgliteConnection } from './pglite-connection.js';

/** An embedded database that ends with the process; it begins empty, or as the dump of another. */
export async function openPgliteMemory(dump?: Blob): Promise<PgliteConnection> {
  return new PgliteConnection(await PGlite.create(dump === undefined ? {} : { loadDataDir: dump }));
}

/**
 * The embedded database in `<home>/data`, held by this process alone.
 *
 * The folder appears under its name only when it is complete, so a kill at any moment of the first
 * start leaves nothing half-made to be opened. Throws DatabaseLocked or DatabaseDamaged.
 */
export async function openPgliteFolder(home: string): Promise<PgliteConnection> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  await chmod(home, 0o700);
  const folder = join(home, 'data');
  const release = await lockFolder(folder);
  try {
    if (await isAbsent(folder)) await initialise(folder);
    return new PgliteConnection(await open(folder), release);
  } catch (error) {
    release();
    throw error;
  }
}

async function isAbsent(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

async function initialise(folder: string): Promise<void> {
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  const pglite = await PGlite.create(draft);
  await pglite.close();
  await chmod(draft, 0o700);
  await rename(draft, folder);
}

async function open(folder: string): Promise<PGlite> {
  // PGlite would run initdb over a folder that lost this file: that would be an empty policy.
  if (!existsSync(join(folder, 'PG_VERSION'))) throw new DatabaseDamaged(folder);
  try {
    return await PGlite.create(folder);
  } catch (error) {
    throw new DatabaseDamaged(folder, { cause: error });
  }
}
