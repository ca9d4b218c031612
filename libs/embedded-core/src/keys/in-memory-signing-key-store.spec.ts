import { signingKeyStoreContract } from '../../../../test/contract/signing-key-store.contract.js';
import { CoreOptionsError } from '../core-options.error.js';
import { InMemorySigningKeyStore } from './in-memory-signing-key-store.js';

signingKeyStoreContract('InMemorySigningKeyStore', async () => {
  const store = new InMemorySigningKeyStore();
  return { store, sibling: store, close: async () => undefined };
});

describe('InMemorySigningKeyStore in production', () => {
  const before = process.env['NODE_ENV'];
  beforeEach(() => {
    process.env['NODE_ENV'] = 'production';
  });
  afterEach(() => {
    process.env['NODE_ENV'] = before;
  });

  it('stops the start', () => {
    expect(() => new InMemorySigningKeyStore()).toThrow(CoreOptionsError);
  });

  it('starts when that is asked for', async () => {
    const store = new InMemorySigningKeyStore({ allowInProduction: true });
    await expect(store.load()).resolves.toEqual({ staticKeys: [], dynamicKeys: [] });
  });
});
