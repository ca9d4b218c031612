import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import {
  AccessTokenDoor,
  BOOTSTRAP_CLAIMS,
  expectRefusal,
  JSON_TYPE,
} from '../../support/access-token-door.js';

const nowSec = () => Math.floor(Date.now() / 1000);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
describe('a bad credential on POST /accesstoken', () => {
  let door: AccessTokenDoor;
  beforeAll(async () => {
    door = await AccessTokenDoor.open();
  }, 60_000);
  afterEach(() => door.expectStillGood());
  afterAll(() => door.close());

  const signedElsewhere = async (claims: object, alg = 'RS256') => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { kid = '' } = decodeProtectedHeader(door.credential);
    return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(privateKey);
  };

  it('B001: asks for a token when there is none, without an error code', async () => {
    const answer = await door.send({ headers: JSON_TYPE });
    expectRefusal(answer, 401, 'M2M_TOKEN_MISSING');
    expect(answer.headers['www-authenticate']).not.toContain('error=');
  });

  it('B002: asks for a token when another scheme was used', async () => {
    const answer = await door.send({ headers: [...JSON_TYPE, 'Authorization', 'Basic bTE6eA=='] });
    expectRefusal(answer, 401);
    expect(answer.headers['www-authenticate']).not.toContain('error=');
  });

  it('B003: refuses a bearer header without a token', async () => {
    for (const header of ['Bearer', 'Bearer ', 'Bearer    ']) {
      const answer = await door.send({ headers: [...JSON_TYPE, 'Authorization', header] });
      expect([400, 401]).toContain(answer.status);
      expectRefusal(answer, answer.status);
    }
  });

  it('B004: refuses two Authorization headers', async () => {
    const twice = [
      'Authorization',
      `Bearer ${door.credential}`,
      'Authorization',
      `Bearer ${door.credential}`,
    ];
    expectRefusal(
      await door.send({ headers: [...JSON_TYPE, ...twice] }),
      400,
      'M2M_CREDENTIAL_AMBIGUOUS',
    );
  });

  it('B005: takes no credential from the query or the body', async () => {
    const query = `?access_token=${door.credential}`;
    expectRefusal(await door.send({ query }), 400);
    expectRefusal(await door.send({ query, headers: JSON_TYPE }), 400);
    const body = JSON.stringify({ target: 'm2', access_token: door.credential });
    expectRefusal(await door.send({ body }), 400);
    expectRefusal(await door.send({ body, headers: JSON_TYPE }), 401);
  });

  it('B006: refuses what is no compact JWS', async () => {
    const [header, payload, signature] = door.credential.split('.');
    const json = JSON.stringify({ payload, signatures: [{ protected: header, signature }] });
    for (const token of ['abc', 'a.b.c', '...', 'a.b.c.d.e', json, `${door.credential}.x`]) {
      expectRefusal(await door.send({ token }), 401);
    }
  });

  it('B007: refuses another issuer’s signature under the right key id', async () => {
    const token = await signedElsewhere({
      ...BOOTSTRAP_CLAIMS,
      iat: nowSec(),
      exp: nowSec() + 600,
    });
    expectRefusal(await door.send({ token }), 401, 'M2M_SIGNATURE_INVALID');
  });

  it('B008: refuses no signature, and the public key taken for a secret', async () => {
    const answer = await fetch(door.demo.url('auth-server', '/.well-known/jwks.json'));
    const { keys } = (await answer.json()) as { keys: { kid: string }[] };
    const { kid } = decodeProtectedHeader(door.credential);
    const jwk = keys.find((key) => key.kid === kid) ?? {};
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const secrets = [
      key.export({ format: 'pem', type: 'spki' }),
      key.export({ format: 'pem', type: 'pkcs1' }),
      key.export({ format: 'der', type: 'spki' }),
      JSON.stringify(jwk),
      '',
    ];
    const claims = part(decodeJwt(door.credential));
    for (const alg of ['none', 'None', 'nOnE', '']) {
      expectRefusal(
        await door.send({ token: `${part({ alg, kid, typ: 'JWT' })}.${claims}.` }),
        401,
      );
    }
    for (const secret of secrets) {
      const input = `${part({ alg: 'HS256', kid, typ: 'JWT' })}.${claims}`;
      const mac = createHmac('sha256', secret).update(input).digest('base64url');
      const refused = await door.send({ token: `${input}.${mac}` });
      expectRefusal(refused, 401, 'M2M_ALGORITHM_NOT_ALLOWED');
    }
  });

  it('B009: refuses an access token', async () => {
    const { accessToken } = JSON.parse((await door.send()).text) as { accessToken: string };
    expectRefusal(await door.send({ token: accessToken }), 401);
  });

  it('B010: refuses a SuperTokens session token', async () => {
    const session = {
      sub: 'm1',
      iss: 'http://localhost:8000/auth',
      sessionHandle: 'x',
      tId: 'public',
    };
    for (const claims of [session, { ...session, iss: 'auth-server', aud: 'auth-server' }]) {
      const token = await door.mint(claims, { validity: 3600, useStaticSigningKey: false });
      expectRefusal(await door.send({ token }), 401);
    }
  });

  it('B011: refuses an expired, a future and an unknown credential', async () => {
    const flaws = [
      { iat: nowSec() - 600, exp: nowSec() - 300 },
      { nbf: nowSec() + 600 },
      { iat: nowSec() + 600 },
    ];
    for (const flaw of flaws) {
      expectRefusal(
        await door.send({ token: await door.mint({ ...BOOTSTRAP_CLAIMS, ...flaw }) }),
        401,
      );
    }
  });

  it('B012: refuses the credential of a microservice that does not exist', async () => {
    const token = await door.mint({ ...BOOTSTRAP_CLAIMS, sub: 'm9' });
    expectRefusal(await door.send({ token }), 401, 'M2M_CREDENTIAL_REJECTED');
  });

  it('B013: refuses another name under the original signature', async () => {
    const [header, , signature] = door.credential.split('.');
    const payload = part({ ...decodeJwt(door.credential), sub: 'm2' });
    const answer = await door.send({ token: `${header}.${payload}.${signature}` });
    expectRefusal(answer, 401, 'M2M_SIGNATURE_INVALID');
  });
});
