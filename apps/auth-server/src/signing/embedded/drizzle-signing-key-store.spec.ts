import { signingKeyStoreContract } from '../../../../../test/contract/signing-key-store.contract.js';
import { EMPTY_DATABASE } from '../../../../../test/support/empty-database.js';
import type { Database } from '../../database/database.js';
import { openDatabase } from '../../database/open-database.js';
import { jwtSigningKeys, sessionAccessTokenSigningKeys } from '../signing-key.tables.js';
import { DrizzleSigningKeyStore } from './drizzle-signing-key-store.js';

describe('DrizzleSigningKeyStore', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(EMPTY_DATABASE);
  });
  afterAll(() => database.close());

  const empty = (): Promise<void> =>
    database.transaction(async (queries) => {
      await queries.delete(jwtSigningKeys);
      await queries.delete(sessionAccessTokenSigningKeys);
    });

  signingKeyStoreContract('DrizzleSigningKeyStore', async () => ({
    store: new DrizzleSigningKeyStore(database),
    sibling: new DrizzleSigningKeyStore(database),
    close: empty,
  }));

  it('leaves the keys of other apps of a shared core database alone', async () => {
    const store = new DrizzleSigningKeyStore(database);
    await database.run(async (queries) => {
      await queries.insert(jwtSigningKeys).values({
        appId: 'other',
        keyId: 's-other',
        keyString: 'a|b',
        algorithm: 'RS256',
        createdAt: 1,
      });
      await queries
        .insert(sessionAccessTokenSigningKeys)
        .values({ appId: 'other', createdAtTime: 1, value: 'a|b' });
    });
    await store.exclusively((transaction) => transaction.removeDynamicCreatedBefore(Date.now()));
    await expect(store.load()).resolves.toEqual({ staticKeys: [], dynamicKeys: [] });
    const left = await database.run((queries) =>
      queries.select().from(sessionAccessTokenSigningKeys),
    );
    expect(left).toEqual([{ appId: 'other', createdAtTime: 1, value: 'a|b' }]);
    await empty();
  });
});
