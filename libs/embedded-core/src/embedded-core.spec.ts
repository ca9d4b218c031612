import { compactVerify, createLocalJWKSet } from 'jose';
import { FieldInvalid } from './core-refusal.js';
import { startEmbeddedCore, type EmbeddedCore } from './embedded-core.js';
import type { EmbeddedCoreOptions } from './embedded-core.options.js';
import { InMemorySigningKeyStore } from './keys/in-memory-signing-key-store.js';

const BODY = { payload: { sub: 'm1' }, validity: 60, algorithm: 'RS256', jwksDomain: 'http://a' };
const store = new InMemorySigningKeyStore();

describe('an embedded core', () => {
  let core: EmbeddedCore | undefined;
  const start = async (options: Partial<EmbeddedCoreOptions> = {}): Promise<EmbeddedCore> => {
    core = await startEmbeddedCore({ store, port: 0, ...options });
    return core;
  };
  afterEach(async () => {
    await core?.close();
    core = undefined;
  });

  async function post(path: string, body: object, cdiVersion = '5.4'): Promise<Response> {
    const headers = { 'cdi-version': cdiVersion };
    return fetch(`${core?.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
  }

  it('signs in process what verifies with the key set that it serves over HTTP', async () => {
    const { url, createJwt, jwks } = await start();
    const answer = await createJwt({ ...BODY, useStaticSigningKey: false });
    const response = await fetch(`${url}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: [] };
    expect(jwks().keys).toEqual(keys);
    const { jwt } = answer as { jwt: string };
    const { protectedHeader } = await compactVerify(jwt, createLocalJWKSet({ keys }));
    expect(protectedHeader.kid).toMatch(/^d-/);
  });

  it('applies the rules of the wire in process', async () => {
    const { createJwt } = await start();
    await expect(createJwt({ ...BODY, algorithm: 'HS256' })).resolves.toEqual({
      status: 'UNSUPPORTED_ALGORITHM_ERROR',
    });
    await expect(createJwt({ ...BODY, validity: NaN })).rejects.toThrow(FieldInvalid);
  });

  it('rejects when signing fails', async () => {
    const { createJwt } = await start();
    const circular: Record<string, never> = {};
    Object.assign(circular, { circular });
    await expect(createJwt({ ...BODY, payload: circular })).rejects.toThrow(RangeError);
  });

  it('lets an alias answer as the default app, with the same keys', async () => {
    const { jwks } = await start({ appAliases: ['m2m-auth'] });
    const response = await post('/appid-m2m-auth/recipe/jwt', BODY);
    const { jwt } = (await response.json()) as { jwt: string };
    const keys = createLocalJWKSet({ keys: [...jwks().keys] });
    await expect(compactVerify(jwt, keys)).resolves.toBeDefined();
  });

  it.each([
    ['2.20', 's-'],
    ['2.21', 'd-'],
  ])('in version %s signs with a key %s when the dynamic one is asked for', async (cdi, prefix) => {
    await start();
    const response = await post('/recipe/jwt', { ...BODY, useStaticSigningKey: false }, cdi);
    const { jwt } = (await response.json()) as { jwt: string };
    const header = Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString();
    expect(JSON.parse(header)).toMatchObject({ kid: expect.stringMatching(`^${prefix}`) });
  });

  it.each([
    ['4.0', 200],
    ['5.0', 403],
  ])('in version %s answers a tenant with %i', async (cdiVersion, status) => {
    const { url } = await start();
    const headers = { 'cdi-version': cdiVersion };
    expect((await post('/t1/recipe/jwt', BODY, cdiVersion)).status).toBe(status);
    for (const path of ['/t1/recipe/jwt/jwks', '/t1/apiversion']) {
      expect((await fetch(url + path, { headers })).status).toBe(status);
    }
  });

  it.each([
    ['GET', '/hello'],
    ['GET', '/'],
    ['GET', '/apiversion'],
    ['GET', '/.well-known/jwks.json'],
    ['GET', '/recipe/jwt/jwks'],
    ['PUT', '/recipe/multitenancy/app/v2'],
  ])('says that it does not know the app of %s %s', async (method, path) => {
    const { url } = await start();
    const response = await fetch(`${url}/appid-nope${path}`, { method });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(
      /^AppId or tenantId not found => .*\(, nope, public\)\n$/,
    );
  });

  it('follows the store when told to', async () => {
    const mine = new InMemorySigningKeyStore();
    let nowMs = 1_700_000_000_000;
    const { jwks, refreshKeys } = await start({ store: mine, clock: { nowMs: () => nowMs } });
    expect(jwks().maxAgeSec).toBe(604_740);
    nowMs += 604_800_000 - 30_000;
    await refreshKeys();
    expect(jwks().keys.map(({ kid }) => kid[0])).toEqual(['d', 'd', 's']);
  });

  it('leaves nothing behind when its port is taken', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    await expect(startEmbeddedCore({ store, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('frees its port, and may be closed twice', async () => {
    const first = await start();
    await first.close();
    await first.close();
    const port = Number(new URL(first.url).port);
    const second = await start({ port });
    expect(second.url).toBe(first.url);
  });
});
