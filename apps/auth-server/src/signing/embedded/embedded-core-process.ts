import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import { readOrCreateSecretFile } from '@app/runtime';
import { Logger } from '@nestjs/common';
import type { Database } from '../../database/database.js';
import { DrizzleSigningKeyStore } from './drizzle-signing-key-store.js';

/** The app id of the seed's curl lines; here it answers as the default app. */
const APP_ALIASES = ['m2m-auth'];

/** Characters that a core's `api_keys` may hold. */
const newApiKey = (): string => randomBytes(24).toString('hex');

/** Starts the core inside this process, on loopback, with its keys in the database. */
export async function startCoreInProcess(
  database: Database,
  { home, port }: { readonly home: string; readonly port: number },
): Promise<EmbeddedCore> {
  const logger = new Logger('EmbeddedCore');
  const apiKey = await readOrCreateSecretFile(join(home, 'core-api-key'), newApiKey);
  const core = await startEmbeddedCore({
    port,
    apiKeys: [apiKey],
    appAliases: APP_ALIASES,
    store: new DrizzleSigningKeyStore(database),
    onError: (error) => logger.error('the embedded core failed', { reason: String(error) }),
  });
  logger.log('embedded core listens', { url: core.url });
  return core;
}
