import { PGlite } from '@electric-sql/pglite';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseOptions } from '../../apps/auth-server/src/database/database-options.js';
import { databaseTemplate } from './database-template.js';
import { freshHome } from './fresh-home.js';

const DUMP = 'dump.tar';

/** A database in memory, empty, whose tables are there already: making them costs seconds. */
export const EMPTY_DATABASE: DatabaseOptions = { home: '', memory: emptyDump };

async function emptyDump(): Promise<Blob> {
  const template = await databaseTemplate('memory', async (draft) => {
    const home = await freshHome('m2m-template-');
    const pglite = await PGlite.create(join(home, 'data'));
    const dump = await pglite.dumpDataDir('none');
    await pglite.close();
    await rm(home, { recursive: true });
    await writeFile(join(draft, DUMP), Buffer.from(await dump.arrayBuffer()));
  });
  return new Blob([await readFile(join(template, DUMP))]);
}
