import { InMemorySigningKeyStore, startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { InProcessTransport } from './embedded/in-process-transport.js';
import { SuperTokensCore } from './supertokens-core.js';
import { PooledTransport } from './transport/pooled-transport.js';

const API_KEY = 'spec-api-key-0123456789';

const settings = { timeoutMs: 10_000, publicUrl: 'http://localhost:8000' };

describe('SuperTokensCore through the SDK’s recipe to a core behind HTTP', () => {
  let embedded: EmbeddedCore;
  let transport: PooledTransport;
  let core: SuperTokensCore;

  beforeAll(async () => {
    const store = new InMemorySigningKeyStore();
    embedded = await startEmbeddedCore({ store, port: 0, apiKeys: [API_KEY] });
    transport = new PooledTransport({
      ...settings,
      connectionUri: embedded.url,
      apiKey: API_KEY,
    });
    core = new SuperTokensCore({ ...settings, transport });
  });
  afterAll(async () => {
    await transport.close();
    await embedded.close();
  });

  it.each([
    ['dynamic', /^d-/],
    ['static', /^s-/],
  ] as const)('signs exactly the given claims with the %s key', async (key, kid) => {
    const claims = { iss: 'auth-server', sub: 'm1', aud: 'm2', jti: 'id-1' };
    const token = await core.createJwt(claims, 1800, key);
    const keys = await core.publicKeys();
    const { payload, protectedHeader } = await jwtVerify(
      token,
      createLocalJWKSet({ keys: keys.map((jwk) => ({ ...jwk })) }),
      { issuer: 'auth-server', audience: 'm2', algorithms: ['RS256'] },
    );
    expect(protectedHeader.kid).toMatch(kid);
    const { iat, ...rest } = payload;
    expect(rest).toEqual({ ...claims, exp: Number(iat) + 1800 });
  });

  it('reads the members that a verifier needs of every key', async () => {
    const keys = await core.publicKeys();
    expect(keys.map(({ kid }) => kid)).toEqual(embedded.jwks().keys.map(({ kid }) => kid));
    for (const key of keys) {
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    }
  });

  it('stands beside another core in the same process', async () => {
    const store = new InMemorySigningKeyStore();
    const another = await startEmbeddedCore({ store, port: 0, apiKeys: [API_KEY] });
    const inProcess = new InProcessTransport(another);
    const other = new SuperTokensCore({ ...settings, transport: inProcess });
    const [ours, theirs] = await Promise.all([core.publicKeys(), other.publicKeys()]);
    await inProcess.close();
    expect(ours).toEqual(embedded.jwks().keys);
    expect(theirs).toEqual(another.jwks().keys);
    expect(ours).not.toEqual(theirs);
  });
});
