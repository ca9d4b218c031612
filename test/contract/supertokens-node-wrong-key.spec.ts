import { InMemorySigningKeyStore, startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import { init } from 'supertokens-node';
import JWT from 'supertokens-node/recipe/jwt';

describe('the unmodified supertokens-node with a wrong API key', () => {
  let core: EmbeddedCore;

  beforeAll(async () => {
    const store = new InMemorySigningKeyStore();
    core = await startEmbeddedCore({ store, port: 0, apiKeys: ['right-api-key-0123456789'] });
    init({
      supertokens: { connectionURI: core.url, apiKey: 'wrong-api-key-0123456789' },
      appInfo: {
        apiDomain: 'http://localhost:8000',
        appName: 'm2m',
        websiteDomain: 'http://localhost:8000',
      },
      recipeList: [JWT.init()],
      telemetry: false,
    });
  });

  afterAll(() => core.close());

  it('mints nothing and says why', async () => {
    await expect(JWT.createJWT({ sub: 'm1' }, 60)).rejects.toThrow(
      'with status code: 401 and message: Invalid API key\n',
    );
  });
});
