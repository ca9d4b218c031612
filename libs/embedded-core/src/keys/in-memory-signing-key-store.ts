import { CoreOptionsError } from '../core-options.error.js';
import type {
  DynamicKeyRecord,
  SigningKeyStore,
  SigningKeyTransaction,
  StaticKeyRecord,
  StoredSigningKeys,
} from '../signing-key-store.port.js';

/** How an {@link InMemorySigningKeyStore} behaves. */
export interface InMemorySigningKeyStoreOptions {
  /** Keys that die with the process are no production set-up; true accepts that. Default false. */
  readonly allowInProduction?: boolean | undefined;
}

/**
 * Keeps the keys in this process only: for tests and experiments.
 *
 * Throws {@link CoreOptionsError} under `NODE_ENV=production` unless `allowInProduction` is set.
 */
export class InMemorySigningKeyStore implements SigningKeyStore {
  #keys: StoredSigningKeys = { staticKeys: [], dynamicKeys: [] };
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: InMemorySigningKeyStoreOptions = {}) {
    if (process.env['NODE_ENV'] === 'production' && options.allowInProduction !== true) {
      throw new CoreOptionsError(
        'store',
        'keys in memory are lost with the process, so every token dies on a restart. Give a ' +
          'persistent store, or set allowInProduction.',
      );
    }
  }

  async load(): Promise<StoredSigningKeys> {
    return this.#keys;
  }

  exclusively<T>(work: (transaction: SigningKeyTransaction) => Promise<T>): Promise<T> {
    const result = this.#turn.then(async () => {
      const draft = new Draft(this.#keys);
      const value = await work(draft);
      this.#keys = draft.keys;
      return value;
    });
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

class Draft implements SigningKeyTransaction {
  constructor(public keys: StoredSigningKeys) {}

  async load(): Promise<StoredSigningKeys> {
    return this.keys;
  }

  async addStatic(key: StaticKeyRecord): Promise<void> {
    const { staticKeys } = this.keys;
    if (staticKeys.some(({ keyId }) => keyId === key.keyId)) throw new Error('Key id exists.');
    this.keys = { ...this.keys, staticKeys: newestFirst([key, ...staticKeys]) };
  }

  async addDynamic(key: DynamicKeyRecord): Promise<void> {
    const { dynamicKeys } = this.keys;
    if (dynamicKeys.some(({ createdAtMs }) => createdAtMs === key.createdAtMs)) {
      throw new Error('A dynamic key of that instant exists.');
    }
    this.keys = { ...this.keys, dynamicKeys: newestFirst([key, ...dynamicKeys]) };
  }

  async removeDynamicCreatedBefore(createdAtMs: number): Promise<void> {
    const dynamicKeys = this.keys.dynamicKeys.filter((key) => key.createdAtMs >= createdAtMs);
    this.keys = { ...this.keys, dynamicKeys };
  }
}

function newestFirst<T extends { readonly createdAtMs: number }>(keys: T[]): T[] {
  return keys.toSorted((a, b) => b.createdAtMs - a.createdAtMs);
}
