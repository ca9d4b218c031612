import { InMemorySigningKeyStore, startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { SuperTokensCore } from './supertokens-core.js';

const API_KEY = 'spec-api-key-0123456789';

const settings = (connectionUri: string) => ({
  connectionUri,
  apiKey: API_KEY,
  timeoutMs: 10_000,
  publicUrl: 'http://localhost:8000',
});

describe('SuperTokensCore through the SDK to an embedded core', () => {
  let embedded: EmbeddedCore;
  let core: SuperTokensCore;

  beforeAll(async () => {
    const store = new InMemorySigningKeyStore();
    embedded = await startEmbeddedCore({ store, port: 0, apiKeys: [API_KEY] });
    core = new SuperTokensCore(settings(embedded.url));
  });
  afterAll(() => embedded.close());

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

  it('may be made again for the same core, and never for another one', () => {
    expect(() => new SuperTokensCore(settings(embedded.url))).not.toThrow();
    expect(() => new SuperTokensCore(settings('http://localhost:1'))).toThrow(
      /serves one core per process/,
    );
  });
});
