import { join } from 'node:path';

import { Database } from './database.js';
import type { DatabaseConnection } from './database-connection.js';
import type { DatabaseOptions } from './database-options.js';

const MIGRATIONS_FOLDER = join(import.meta.dirname, 'migrations');

/**
 * Opens the database and brings its tables up to date.
 *
 * Throws DatabaseLocked, DatabaseDamaged, DatabaseUnavailable or MigrationFailed.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = new Database(await connect(options));
  try {
    await database.migrate(MIGRATIONS_FOLDER);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Loads only the driver that is needed: the embedded database alone costs 300 MB. */
async function connect(options: DatabaseOptions): Promise<DatabaseConnection> {
  if (options.databaseUrl !== undefined) {
    const { PostgresConnection } = await import('./postgres-connection.js');
    return new PostgresConnection(options.databaseUrl, options);
  }
  const { openPgliteFolder, openPgliteMemory } = await import('./open-pglite.js');
  const { memory = false } = options;
  if (memory === false) return openPgliteFolder(options.home);
  return openPgliteMemory(memory === true ? undefined : await memory());
}
