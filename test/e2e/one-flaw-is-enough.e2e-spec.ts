import { generateKeyPairSync } from 'node:crypto';
import { SignJWT, decodeJwt, decodeProtectedHeader } from 'jose';
import { DemoSystem } from '../support/demo-system.js';
import { mintAtCore } from '../support/mint-at-core.js';

const now = () => Math.floor(Date.now() / 1000);
const BOOTSTRAP = { iss: 'auth-server', sub: 'm1', aud: 'auth-server' };
const access = () => ({
  iss: 'auth-server',
  sub: 'm1',
  aud: 'm2',
  client_id: 'm1',
  token_use: 'access',
  jti: `forged-${now()}`,
});

/** The same header and claims under the signature of a key that the core does not have. */
async function signedByAnother(token: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return new SignJWT(decodeJwt(token))
    .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'RS256' })
    .sign(privateKey);
}

const outcome = async (answer: Promise<Response>) => {
  const response = await answer;
  if (response.status === 200) return '200';
  const { code } = (await response.json()) as { code: string };
  return `${response.status} ${code}`;
};

describe('one flaw is enough to be refused, by real processes', () => {
  let demo: DemoSystem;
  beforeAll(async () => {
    demo = await DemoSystem.start();
  }, 60_000);
  afterAll(() => demo.stop());

  const atAuthServer = (credential: string) =>
    outcome(
      fetch(demo.url('auth-server', '/accesstoken'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
        body: '{"target":"m2"}',
      }),
    );

  const atM2 = (token: string) =>
    outcome(fetch(demo.url('m2', '/hello'), { headers: { authorization: `Bearer ${token}` } }));

  const bootstrap = (flaw: object = {}) => mintAtCore(demo, { ...BOOTSTRAP, ...flaw });
  const forM2 = (flaw: object = {}) =>
    mintAtCore(demo, { ...access(), ...flaw }, { validity: 1800, useStaticSigningKey: false });

  it('accepts the bootstrap token that the seed’s curl line mints, with and without the app id', async () => {
    expect(await atAuthServer(await bootstrap())).toBe('200');
    const viaApp = await mintAtCore(demo, BOOTSTRAP, { prefix: '/appid-m2m-auth' });
    expect(await atAuthServer(viaApp)).toBe('200');
  });

  it('accepts an access token without a flaw at m2', async () => {
    expect(await atM2(await forM2())).toBe('200');
  });

  it('refuses either for its signature alone', async () => {
    expect(await atAuthServer(await signedByAnother(await bootstrap()))).toBe(
      '401 M2M_SIGNATURE_INVALID',
    );
    expect(await atM2(await signedByAnother(await forM2()))).toBe('401 M2M_SIGNATURE_INVALID');
  });

  it.each([
    ['expiry', { exp: now() - 120 }, '401 M2M_TOKEN_EXPIRED'],
    ['issuer', { iss: 'another-server' }, '401 M2M_ISSUER_MISMATCH'],
    ['audience', { aud: 'm3' }, '401 M2M_AUDIENCE_MISMATCH'],
  ])('refuses either for its %s alone', async (_what, flaw, expected) => {
    const past = 'exp' in flaw ? { iat: now() - 600 } : {};
    expect(await atAuthServer(await bootstrap({ ...flaw, ...past }))).toBe(expected);
    expect(await atM2(await forM2({ ...flaw, ...past }))).toBe(expected);
  });

  it('refuses a bootstrap token for a caller that nobody registered', async () => {
    expect(await atAuthServer(await bootstrap({ sub: 'm9' }))).toBe('401 M2M_CREDENTIAL_REJECTED');
  });

  it('refuses an access token under the static key and a bootstrap token under the dynamic one', async () => {
    const kinds = [
      await atM2(await mintAtCore(demo, access(), { validity: 1800 })),
      await atAuthServer(
        await mintAtCore(demo, BOOTSTRAP, { validity: 1800, useStaticSigningKey: false }),
      ),
    ];
    expect(kinds).toEqual(['401 M2M_TOKEN_KIND_MISMATCH', '401 M2M_TOKEN_KIND_MISMATCH']);
  });
});
