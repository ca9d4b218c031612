import type { SigningKeyStore, SigningKeyTransaction, StoredSigningKeys } from '@app/embedded-core';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Queries } from '../../database/database-connection.js';
import { Database } from '../../database/database.js';
import { jwtSigningKeys, sessionAccessTokenSigningKeys } from '../signing-key.tables.js';

/** The core's default app; the embedded core has no other. */
const APP_ID = 'public';

async function load(queries: Queries): Promise<StoredSigningKeys> {
  const statics = await queries
    .select()
    .from(jwtSigningKeys)
    .where(eq(jwtSigningKeys.appId, APP_ID))
    .orderBy(desc(jwtSigningKeys.createdAt));
  const dynamics = await queries
    .select()
    .from(sessionAccessTokenSigningKeys)
    .where(eq(sessionAccessTokenSigningKeys.appId, APP_ID))
    .orderBy(desc(sessionAccessTokenSigningKeys.createdAtTime));
  return {
    staticKeys: statics.map(({ keyId, keyString, algorithm, createdAt }) => ({
      keyId,
      keyString,
      algorithm,
      createdAtMs: createdAt,
    })),
    dynamicKeys: dynamics.map(({ createdAtTime, value }) => ({
      createdAtMs: createdAtTime,
      value,
    })),
  };
}

function transaction(queries: Queries): SigningKeyTransaction {
  return {
    load: () => load(queries),
    async addStatic({ keyId, keyString, algorithm, createdAtMs }) {
      await queries
        .insert(jwtSigningKeys)
        .values({ appId: APP_ID, keyId, keyString, algorithm, createdAt: createdAtMs });
    },
    async addDynamic({ createdAtMs, value }) {
      await queries
        .insert(sessionAccessTokenSigningKeys)
        .values({ appId: APP_ID, createdAtTime: createdAtMs, value });
    },
    async removeDynamicCreatedBefore(createdAtMs) {
      await queries
        .delete(sessionAccessTokenSigningKeys)
        .where(
          and(
            eq(sessionAccessTokenSigningKeys.appId, APP_ID),
            lt(sessionAccessTokenSigningKeys.createdAtTime, createdAtMs),
          ),
        );
    },
  };
}

/** The embedded core's keys in the auth-server's database, in a SuperTokens core's own tables. */
export class DrizzleSigningKeyStore implements SigningKeyStore {
  constructor(private readonly database: Database) {}

  load(): Promise<StoredSigningKeys> {
    return this.database.read(load);
  }

  exclusively<T>(work: (transaction: SigningKeyTransaction) => Promise<T>): Promise<T> {
    return this.database.exclusively((queries) => work(transaction(queries)));
  }
}
