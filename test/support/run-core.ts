// A core in a process of its own. Its parent gives it the keys of a former one and is told those that
// it has, so that it starts anew as with a database that was kept, or with one that was lost.
import { InMemorySigningKeyStore, startEmbeddedCore } from '@app/embedded-core';
import type { StoredSigningKeys } from '../../libs/embedded-core/src/signing-key-store.port.js';

const { PORT, API_KEY = '', KEYS = '' } = process.env;
const store = new InMemorySigningKeyStore();
if (KEYS !== '') {
  const { staticKeys, dynamicKeys } = JSON.parse(KEYS) as StoredSigningKeys;
  await store.exclusively(async (transaction) => {
    for (const key of staticKeys) await transaction.addStatic(key);
    for (const key of dynamicKeys) await transaction.addDynamic(key);
  });
}
await startEmbeddedCore({
  port: Number(PORT),
  apiKeys: API_KEY === '' ? [] : [API_KEY],
  appAliases: ['m2m-auth'],
  store,
});
process.send?.(await store.load());
process.once('disconnect', () => process.exit(0));
