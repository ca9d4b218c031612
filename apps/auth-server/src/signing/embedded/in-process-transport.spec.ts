import { InMemorySigningKeyStore, startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { InProcessTransport } from './in-process-transport.js';

const request = {
  payload: { iss: 'auth-server', sub: 'm1', aud: 'm2' },
  validity: 60,
  useStaticSigningKey: false,
  algorithm: 'RS256',
  jwksDomain: 'http://localhost:8000',
} as const;

describe('InProcessTransport', () => {
  let core: EmbeddedCore;
  let transport: InProcessTransport;

  beforeAll(async () => {
    const store = new InMemorySigningKeyStore();
    core = await startEmbeddedCore({ store, port: 0, apiKeys: ['spec-api-key-0123456789'] });
    transport = new InProcessTransport(core);
  });
  afterAll(() => transport.close());

  it('signs with the keys that the HTTP door of the core shows', async () => {
    const { jwt } = await transport.createJwt(request);
    const answer = await fetch(`${core.url}/.well-known/jwks.json`);
    const { keys } = await transport.jwks();
    expect(await answer.json()).toEqual({ keys });
    const keySet = createLocalJWKSet({ keys: (keys ?? []).map((key) => ({ ...key })) });
    const { payload } = await jwtVerify(String(jwt), keySet, { audience: 'm2' });
    expect(payload).toMatchObject({ iss: 'auth-server', sub: 'm1' });
  });

  it.each([0, Number.NaN])('has a lifetime of %p refused by the core', async (validity) => {
    await expect(transport.createJwt({ ...request, validity })).rejects.toMatchObject({
      failure: 'nonsense',
      code: 'M2M_CORE_UNAVAILABLE',
    });
  });

  it('calls the core unreachable when its keys cannot be read', async () => {
    const away = Object.create(core) as EmbeddedCore;
    const down = new InProcessTransport(
      Object.assign(away, { createJwt: () => Promise.reject(new Error('store is down')) }),
    );
    await expect(down.createJwt(request)).rejects.toMatchObject({ failure: 'unreachable' });
  });

  it('ends the core with itself', async () => {
    await transport.close();
    await expect(fetch(core.url)).rejects.toThrow('fetch failed');
  });
});
