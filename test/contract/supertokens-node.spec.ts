import { InMemorySigningKeyStore, startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import { createLocalJWKSet, jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { createPublicKey } from 'node:crypto';
import { init } from 'supertokens-node';
import JWT from 'supertokens-node/recipe/jwt';

// The SDK is a singleton of the process, so it is initialised once per file.
const API_KEY = 'contract-api-key-0123456789';

async function createJwt(isStatic: boolean): Promise<string> {
  const payload = { iss: 'auth-server', sub: 'm1', aud: ['m2'], jti: 'id-1' };
  const answer = await JWT.createJWT(payload, 1800, isStatic);
  expect(answer.status).toBe('OK');
  return (answer as { jwt: string }).jwt;
}

describe('the unmodified supertokens-node against the embedded core', () => {
  let core: EmbeddedCore;

  beforeAll(async () => {
    const store = new InMemorySigningKeyStore();
    core = await startEmbeddedCore({
      store,
      port: 0,
      apiKeys: [API_KEY],
      appAliases: ['m2m-auth'],
    });
    init({
      supertokens: { connectionURI: `${core.url}/appid-m2m-auth`, apiKey: API_KEY },
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

  it.each([
    ['static', true, /^s-[0-9a-f-]{36}$/],
    ['dynamic', false, /^d-\d{13}$/],
  ])('mints a token on the %s key that jose and jsonwebtoken verify', async (_k, isStatic, kid) => {
    const jwt = await createJwt(isStatic);
    const { keys } = await JWT.getJWKS();
    const { payload, protectedHeader } = await jwtVerify(jwt, createLocalJWKSet({ keys }), {
      issuer: 'auth-server',
      audience: 'm2',
      algorithms: ['RS256'],
    });
    expect(protectedHeader).toEqual({ kid: expect.stringMatching(kid), typ: 'JWT', alg: 'RS256' });
    expect(payload).toMatchObject({ sub: 'm1', aud: 'm2', jti: 'id-1' });
    const jwk = keys.find((key) => key.kid === protectedHeader.kid);
    const key = createPublicKey({ format: 'jwk', key: { ...jwk } });
    const claims = jsonwebtoken.verify(jwt, key, { issuer: 'auth-server', audience: 'm2' });
    expect(claims).toMatchObject({ sub: 'm1', exp: Number(payload.iat) + 1800 });
  });

  it('takes the domain of the API for the issuer when the payload names none', async () => {
    const answer = await JWT.createJWT({ sub: 'm1' }, 60);
    const [, payload = ''] = (answer as { jwt: string }).jwt.split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(claims).toMatchObject({ iss: 'http://localhost:8000', sub: 'm1' });
  });

  it('reads the key set and how long it may be kept', async () => {
    const { keys, validityInSeconds } = await JWT.getJWKS();
    expect(keys.map(({ kid }) => kid.slice(0, 2))).toEqual(['d-', 's-']);
    expect(validityInSeconds).toBeGreaterThan(604_000);
  });

  it.each([
    [0, 'validity must be greater than or equal to 0'],
    ['60' as unknown as number, "Field name 'validity' is invalid in JSON input"],
  ])('shows the text of the core when it refuses a validity of %p', async (validity, text) => {
    await expect(JWT.createJWT({}, validity)).rejects.toThrow(
      `path: '/recipe/jwt' with status code: 400 and message: ${text}\n`,
    );
  });
});
