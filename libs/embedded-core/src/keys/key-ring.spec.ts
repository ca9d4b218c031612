import type {
  SigningKeyStore,
  SigningKeyTransaction,
  StoredSigningKeys,
} from '../signing-key-store.port.js';
import { InMemorySigningKeyStore } from './in-memory-signing-key-store.js';
import { KeyRing } from './key-ring.js';
import { createKeyString, SigningKeyInvalid } from './signing-key.js';

const HOUR_MS = 3_600_000;
const START_MS = 1_700_000_000_000;

/** A store that can be switched off, and counts how often it was locked. */
class SwitchedStore implements SigningKeyStore {
  isDown = false;
  locks = 0;
  readonly #store = new InMemorySigningKeyStore();

  async load(): Promise<StoredSigningKeys> {
    if (this.isDown) throw new Error('store is down');
    return this.#store.load();
  }

  exclusively<T>(work: (transaction: SigningKeyTransaction) => Promise<T>): Promise<T> {
    this.locks++;
    return this.#store.exclusively(work);
  }
}

function kids(ring: KeyRing): string[] {
  return ring.published().keys.map(({ kid }) => kid);
}

describe('the key ring', () => {
  let nowMs: number;
  let store: SwitchedStore;
  let errors: unknown[];
  let rings: KeyRing[];

  beforeEach(() => {
    [nowMs, store, errors, rings] = [START_MS, new SwitchedStore(), [], []];
  });
  afterEach(async () => {
    for (const ring of rings) await ring.close();
  });

  async function open(reloadMs = HOUR_MS): Promise<KeyRing> {
    const schedule = { intervalMs: HOUR_MS, graceMs: 2 * HOUR_MS };
    const clock = { nowMs: () => nowMs };
    const ring = await KeyRing.open({
      store,
      clock,
      schedule,
      reloadMs,
      onError: (error) => errors.push(error),
    });
    rings.push(ring);
    return ring;
  }

  it('makes one key of each kind on an empty store, and publishes the dynamic one first', async () => {
    const ring = await open();
    expect(kids(ring)).toEqual([`d-${START_MS}`, expect.stringMatching(/^s-[0-9a-f-]{36}$/)]);
    expect(ring.published().maxAgeSec).toBe(3540);
    expect((await ring.dynamicKey()).kid).toBe(`d-${START_MS}`);
    expect(ring.staticKey().kid).toBe(kids(ring)[1]);
  });

  it('makes one key of each kind although several rings open at once', async () => {
    const opened = await Promise.all([open(), open(), open()]);
    expect(new Set(opened.map((ring) => kids(ring).join()))).toHaveProperty('size', 1);
    expect((await store.load()).dynamicKeys).toHaveLength(1);
  });

  it('uses the keys of the store and locks nothing when all are there', async () => {
    const first = await open();
    store.locks = 0;
    const second = await open();
    expect(kids(second)).toEqual(kids(first));
    expect(store.locks).toBe(0);
  });

  it('publishes a new key a minute before it signs, and the old one until its tokens are dead', async () => {
    const ring = await open();
    const old = `d-${START_MS}`;
    nowMs = START_MS + HOUR_MS - 50_000;
    const fresh = `d-${nowMs}`;
    expect((await ring.dynamicKey()).kid).toBe(old);
    await ring.refresh();
    expect(kids(ring)).toEqual([fresh, old, ring.staticKey().kid]);
    expect((await ring.dynamicKey()).kid).toBe(old);
    nowMs = START_MS + HOUR_MS;
    expect((await ring.dynamicKey()).kid).toBe(fresh);
    nowMs = START_MS + 2 * HOUR_MS - 120_000;
    expect(kids(ring)).toContain(old);
    nowMs = START_MS + 3 * HOUR_MS;
    expect(kids(ring)).not.toContain(old);
  });

  it('rotates because its key set is read, too', async () => {
    const ring = await open();
    nowMs += HOUR_MS - 50_000;
    ring.published();
    await ring.refresh();
    expect(kids(ring)).toHaveLength(3);
    expect(store.locks).toBe(2);
  });

  it('removes from the store the keys that nobody can need', async () => {
    const ring = await open();
    nowMs += 4 * HOUR_MS;
    await ring.refresh();
    const { dynamicKeys } = await store.load();
    expect(dynamicKeys.map(({ createdAtMs }) => createdAtMs)).toEqual([nowMs]);
  });

  it('makes a key on the spot when all have ended', async () => {
    const ring = await open();
    nowMs += 9 * HOUR_MS;
    expect((await ring.dynamicKey()).kid).toBe(`d-${nowMs}`);
  });

  it('signs on with the last key while the store is down, but not beyond half of its grace', async () => {
    const ring = await open();
    store.isDown = true;
    nowMs = START_MS + 2 * HOUR_MS - 1;
    expect((await ring.dynamicKey()).kid).toBe(`d-${START_MS}`);
    expect(errors).toEqual([new Error('store is down')]);
    nowMs = START_MS + 2 * HOUR_MS;
    await expect(ring.dynamicKey()).rejects.toThrow('store is down');
    store.isDown = false;
    expect((await ring.dynamicKey()).kid).toBe(`d-${nowMs}`);
  });

  it('reports a rotation that fails in the background and keeps signing', async () => {
    const ring = await open();
    store.isDown = true;
    nowMs += HOUR_MS - 1;
    expect((await ring.dynamicKey()).kid).toBe(`d-${START_MS}`);
    await ring.close();
    expect(errors).toContainEqual(new Error('store is down'));
  });

  it('sees by itself what another process put into the store', async () => {
    const ring = await open(1);
    const keyString = await createKeyString();
    const newer = { keyId: 's-newer', keyString, algorithm: 'RS256', createdAtMs: START_MS + 1 };
    const unused = { ...newer, keyId: 's-es256', algorithm: 'ES256', createdAtMs: START_MS + 2 };
    await store.exclusively(async (transaction) => {
      await transaction.addStatic(newer);
      await transaction.addStatic(unused);
    });
    while (ring.staticKey().kid !== 's-newer') await new Promise(setImmediate);
    expect(kids(ring)).toHaveLength(3);
    expect(kids(ring)).not.toContain('s-es256');
  });

  it('keeps its keys when a row of the store is broken, and names that row', async () => {
    const ring = await open();
    const before = kids(ring);
    const broken = { keyId: 's-bad', keyString: 'x|y', algorithm: 'RS256', createdAtMs: nowMs };
    await store.exclusively((transaction) => transaction.addStatic(broken));
    await expect(ring.refresh()).rejects.toThrow(new SigningKeyInvalid('s-bad'));
    expect(kids(ring)).toEqual(before);
  });

  it('does not open on a store that cannot be read', async () => {
    store.isDown = true;
    await expect(open()).rejects.toThrow('store is down');
  });
});
