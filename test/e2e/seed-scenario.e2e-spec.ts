import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { DemoSystem, NAMES, type Name } from '../support/demo-system.js';

const JWKS_PATHS = ['/.well-known/jwks.json', '/auth/jwt/jwks.json'] as const;
const ALLOWED = new Set(['m1 m1', 'm1 m2', 'm2 m1', 'm2 m2', 'm3 m1']);
const PAIRS = NAMES.flatMap((caller) =>
  NAMES.map((target) => [caller, target, ALLOWED.has(`${caller} ${target}`) ? 200 : 401] as const),
);

/** A refusal without what differs from one to the next. */
const comparable = ([status, body]: readonly [number, unknown]) =>
  JSON.stringify([status, { ...(body as object), decisionId: '', message: '' }]);

describe('the scenario of the seed, with four real processes', () => {
  let demo: DemoSystem;
  beforeAll(async () => {
    demo = await DemoSystem.start();
  }, 60_000);
  afterAll(() => demo.stop());

  const credentialOf = (name: Name) =>
    readFile(join(demo.home, 'credentials', `${name}.jwt`), 'utf8').then((text) => text.trim());

  const requestToken = async (credential: string, target: string) =>
    fetch(demo.url('auth-server', '/accesstoken'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
      body: JSON.stringify({ target }),
    });

  const tokenFor = async (caller: Name, target: Name): Promise<string> => {
    const answer = await requestToken(await credentialOf(caller), target);
    const { accessToken } = (await answer.json()) as { accessToken: string };
    return accessToken;
  };

  const hello = (target: Name, token: string) =>
    fetch(demo.url(target, '/hello'), { headers: { authorization: `Bearer ${token}` } });

  it.each(PAIRS)('lets %s query %s only as the policy says: %i', async (caller, target, status) => {
    const answer = await demo.query(caller, target);
    expect(answer.status).toBe(status);
    if (status === 200) {
      expect(await answer.text()).toBe(`Hello to ${caller} from ${target}!`);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    } else {
      expect(await answer.json()).toMatchObject({
        statusCode: 401,
        error: 'Unauthorized',
        code: 'M2M_EDGE_NOT_ALLOWED',
        decisionId: expect.any(String),
      });
    }
  });

  it('answers 401 for a target that nobody has registered, in the words for a forbidden one', async () => {
    const [unknown, forbidden] = await Promise.all([
      demo.query('m1', 'm9').then(async (answer) => [answer.status, await answer.json()] as const),
      demo.query('m1', 'm3').then(async (answer) => [answer.status, await answer.json()] as const),
    ]);
    expect(comparable(unknown)).toBe(comparable(forbidden));
    expect(unknown[0]).toBe(401);
  });

  it('issues a token with exactly the claims of the contract', async () => {
    const answer = await requestToken(await credentialOf('m1'), 'm2');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const body = (await answer.json()) as { accessToken: string };
    expect(body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 1800,
      refreshIn: 300,
    });
    const claims = decodeJwt(body.accessToken);
    expect(claims).toEqual({
      iss: 'auth-server',
      sub: 'm1',
      aud: 'm2',
      client_id: 'm1',
      token_use: 'access',
      jti: expect.stringMatching(/^[\w-]{24}$/),
      iat: expect.any(Number),
      exp: (claims.iat ?? 0) + 1800,
    });
    expect(decodeProtectedHeader(body.accessToken)).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      kid: expect.stringMatching(/^d-\d+$/),
    });
  });

  it.each(JWKS_PATHS)('issues tokens that jose verifies against %s', async (path) => {
    const keys = createRemoteJWKSet(new URL(demo.url('auth-server', path)));
    const { payload } = await jwtVerify(await tokenFor('m1', 'm2'), keys, {
      issuer: 'auth-server',
      audience: 'm2',
      algorithms: ['RS256'],
    });
    expect(payload.sub).toBe('m1');
  });

  it.each(JWKS_PATHS)('issues tokens that jsonwebtoken verifies against %s', async (path) => {
    const token = await tokenFor('m1', 'm2');
    const answer = await fetch(demo.url('auth-server', path));
    const { keys } = (await answer.json()) as { keys: { kid: string }[] };
    const jwk = keys.find(({ kid }) => kid === decodeProtectedHeader(token).kid);
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const options = { issuer: 'auth-server', audience: 'm2', algorithms: ['RS256' as const] };
    expect(jsonwebtoken.verify(token, key, options)).toMatchObject({ sub: 'm1' });
  });

  it.each(['m1', 'm3'] as const)('refuses the token of m1 for m2 at %s', async (elsewhere) => {
    const token = await tokenFor('m1', 'm2');
    expect((await hello('m2', token)).status).toBe(200);
    const answer = await hello(elsewhere, token);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    expect(await answer.json()).toMatchObject({ code: 'M2M_AUDIENCE_MISMATCH' });
  });

  it('refuses an access token where a credential is due', async () => {
    const answer = await requestToken(await tokenFor('m1', 'm2'), 'm1');
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      statusCode: 401,
      code: expect.stringMatching(/^M2M_/),
    });
  });

  it('refuses a bootstrap token where an access token is due', async () => {
    for (const target of NAMES) {
      expect((await hello(target, await credentialOf('m1'))).status).toBe(401);
    }
  });

  it('refuses a call without a token, and says how to send one', async () => {
    const answer = await fetch(demo.url('m2', '/hello'));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="m2"');
  });

  it('prints one decision line per request and not one token', async () => {
    const credential = await credentialOf('m3');
    const token = await tokenFor('m3', 'm1');
    const { jti } = decodeJwt(token);
    const line = await demo.process('auth-server').printed(new RegExp(`${jti}`));
    expect(JSON.parse(line)).toMatchObject({
      message: 'decision',
      outcome: 'allow',
      reason: 'edge',
      caller: 'm3',
      target: 'm1',
      tokenId: jti,
      decisionId: expect.any(String),
      requestId: expect.any(String),
    });
    for (const secret of [credential, token]) {
      expect(demo.output).not.toContain(secret.split('.')[2]);
    }
  });
});
