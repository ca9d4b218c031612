import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../apps/auth-server/src/database/open-database.js';
import { databaseTemplate } from './database-template.js';

/**
 * A new `M2M_HOME` whose database is there already and empty. What a first start does with a folder
 * costs seconds, and has suites of its own.
 */
export async function freshHome(prefix: string): Promise<string> {
  const template = await databaseTemplate('home', async (draft) => {
    await (await openDatabase({ home: draft })).close();
  });
  const home = await mkdtemp(join(tmpdir(), prefix));
  await cp(join(template, 'data'), join(home, 'data'), { recursive: true });
  return home;
}
