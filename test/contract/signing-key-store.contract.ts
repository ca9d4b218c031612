import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DynamicKeyRecord,
  SigningKeyStore,
  StaticKeyRecord,
  StoredSigningKeys,
} from '@app/embedded-core';

/** An adapter on empty keys, for one test. */
export interface StoreUnderTest {
  readonly store: SigningKeyStore;
  /** Another handle on the same keys, as another process would hold it. */
  readonly sibling: SigningKeyStore;
  close(): Promise<void>;
}

function staticKey(keyId: string, createdAtMs: number): StaticKeyRecord {
  return { keyId, keyString: `public-${keyId}|private-${keyId}`, algorithm: 'RS256', createdAtMs };
}

function dynamicKey(createdAtMs: number): DynamicKeyRecord {
  return { createdAtMs, value: `public-${createdAtMs}|private-${createdAtMs}` };
}

async function createIfMissing(store: SigningKeyStore, createdAtMs: number): Promise<void> {
  await store.exclusively(async (transaction) => {
    const { staticKeys, dynamicKeys } = await transaction.load();
    await sleep(2);
    if (staticKeys.length === 0) {
      await transaction.addStatic(staticKey(`s-${createdAtMs}`, createdAtMs));
    }
    if (dynamicKeys.length === 0) await transaction.addDynamic(dynamicKey(createdAtMs));
  });
}

const NOTHING: StoredSigningKeys = { staticKeys: [], dynamicKeys: [] };
const [EARLY, MIDDLE, LATE] = [1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000];

/** The suite that every adapter of {@link SigningKeyStore} has to pass. */
export function signingKeyStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps signing keys`, () => {
    let keys: StoreUnderTest;
    beforeEach(async () => {
      keys = await open();
    });
    afterEach(() => keys.close());

    it('holds nothing at first', async () => {
      await expect(keys.store.load()).resolves.toEqual(NOTHING);
    });

    it('returns every field of a static key, newest first, to another process too', async () => {
      const [old, young] = [staticKey('s-old', EARLY), staticKey('s-young', LATE)];
      await keys.store.exclusively(async (transaction) => {
        await transaction.addStatic(young);
        await transaction.addStatic(old);
      });
      const { staticKeys } = await keys.sibling.load();
      expect(staticKeys).toEqual([young, old]);
    });

    it('returns every field of a dynamic key, newest first, to the millisecond', async () => {
      await keys.store.exclusively(async (transaction) => {
        for (const at of [MIDDLE, LATE, EARLY]) await transaction.addDynamic(dynamicKey(at));
      });
      const { dynamicKeys } = await keys.sibling.load();
      expect(dynamicKeys).toEqual([LATE, MIDDLE, EARLY].map(dynamicKey));
    });

    it('keeps a key whose algorithm nobody uses', async () => {
      const foreign = { ...staticKey('s-foreign', EARLY), algorithm: 'ES256' };
      await keys.store.exclusively((transaction) => transaction.addStatic(foreign));
      const { staticKeys } = await keys.store.load();
      expect(staticKeys).toEqual([foreign]);
    });

    it('shows a transaction its own changes', async () => {
      const seen = await keys.store.exclusively(async (transaction) => {
        await transaction.addStatic(staticKey('s-1', EARLY));
        await transaction.addDynamic(dynamicKey(EARLY));
        return transaction.load();
      });
      expect(seen).toEqual({
        staticKeys: [staticKey('s-1', EARLY)],
        dynamicKeys: [dynamicKey(EARLY)],
      });
    });

    it('removes the dynamic keys created before an instant, and no other key', async () => {
      await keys.store.exclusively(async (transaction) => {
        await transaction.addStatic(staticKey('s-1', EARLY));
        for (const at of [EARLY, MIDDLE, LATE]) await transaction.addDynamic(dynamicKey(at));
        await transaction.removeDynamicCreatedBefore(MIDDLE);
      });
      await expect(keys.store.load()).resolves.toEqual({
        staticKeys: [staticKey('s-1', EARLY)],
        dynamicKeys: [dynamicKey(LATE), dynamicKey(MIDDLE)],
      });
    });

    it('makes one key of each kind although many ask at once from several processes', async () => {
      await Promise.all(
        Array.from({ length: 10 }, (_, at) =>
          createIfMissing(at % 2 ? keys.store : keys.sibling, EARLY + at),
        ),
      );
      const { staticKeys, dynamicKeys } = await keys.store.load();
      expect(staticKeys).toHaveLength(1);
      expect(dynamicKeys).toHaveLength(1);
    });

    it('forgets everything of a transaction that fails, passes its error on, and goes on', async () => {
      const failure = new Error('no key today');
      const failing = keys.store.exclusively(async (transaction) => {
        await transaction.addStatic(staticKey('s-lost', EARLY));
        throw failure;
      });
      await expect(failing).rejects.toBe(failure);
      await expect(keys.sibling.load()).resolves.toEqual(NOTHING);
      await keys.sibling.exclusively((transaction) => transaction.addDynamic(dynamicKey(LATE)));
      await expect(keys.store.load()).resolves.toEqual({
        staticKeys: [],
        dynamicKeys: [dynamicKey(LATE)],
      });
    });

    it('refuses a second key of the same id and keeps the first', async () => {
      const first = staticKey('s-1', EARLY);
      await keys.store.exclusively((transaction) => transaction.addStatic(first));
      const again = { ...first, keyString: 'another|pair' };
      await expect(
        keys.sibling.exclusively((transaction) => transaction.addStatic(again)),
      ).rejects.toThrow();
      await expect(keys.store.load()).resolves.toEqual({ staticKeys: [first], dynamicKeys: [] });
    });

    it('refuses a second dynamic key of the same instant and keeps the first', async () => {
      const first = dynamicKey(EARLY);
      await keys.store.exclusively((transaction) => transaction.addDynamic(first));
      const again = { ...first, value: 'another|pair' };
      await expect(
        keys.sibling.exclusively((transaction) => transaction.addDynamic(again)),
      ).rejects.toThrow();
      await expect(keys.store.load()).resolves.toEqual({ staticKeys: [], dynamicKeys: [first] });
    });
  });
}
