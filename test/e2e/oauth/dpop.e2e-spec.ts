import { createHash, randomUUID } from 'node:crypto';
import { M2MOutboundModule, TokenClientService, type DpopOption } from '@app/m2m';
import { Test } from '@nestjs/testing';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import * as oauth from 'oauth4webapi';
import { freePorts } from '../../support/free-ports.js';
import { OAuthDoor } from '../../support/oauth-door.js';
import { mintAtCore } from '../../support/mint-at-core.js';
import { BOOTSTRAP_CLAIMS } from '../../support/access-token-door.js';

const insecure = { [oauth.allowInsecureRequests]: true };

interface Pair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** A proof as another library makes it. */
async function prove({ publicKey, privateKey }: Pair, htm: string, htu: string, token?: string) {
  const ath = token && createHash('sha256').update(token).digest('base64url');
  return new SignJWT({ htm, htu, jti: randomUUID(), ...(ath && { ath }) })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(publicKey) })
    .setIssuedAt()
    .sign(privateKey);
}

describe('clients that bind their tokens to a key', () => {
  let door: OAuthDoor;
  let issuer: string;
  let hello: string;
  let pair: Pair;
  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    issuer = `http://127.0.0.1:${port}`;
    door = await OAuthDoor.open(
      {
        authServer: { M2M_ISSUER: issuer, PORT: `${port}` },
        microservices: { M2M_ISSUER: issuer, M2M_AUTH_SERVER: issuer },
      },
      issuer,
    );
    await door.demo.startMicroservice('m2');
    hello = door.demo.url('m2', '/hello');
    pair = await generateKeyPair('ES256');
  }, 60_000);
  afterAll(() => door.close());

  const call = (token: string, proof: string, scheme = 'DPoP') =>
    fetch(hello, { headers: { authorization: `${scheme} ${token}`, dpop: proof } });
  const clientOf = (credential: string, dpop: DpopOption) =>
    Test.createTestingModule({
      imports: [
        M2MOutboundModule.forRoot({
          name: 'm1',
          issuer,
          authServer: issuer,
          credential,
          targets: { m2: door.demo.url('m2') },
          dpop,
        }),
      ],
    }).compile();
  const tokenByJose = async () => {
    const credential = await mintAtCore(door.demo, { ...BOOTSTRAP_CLAIMS, iss: issuer });
    const url = door.url('/accesstoken');
    const headers = {
      authorization: `Bearer ${credential}`,
      'content-type': 'application/json',
      dpop: await prove(pair, 'POST', url),
    };
    const answer = await fetch(url, { method: 'POST', headers, body: '{"target":"m2"}' });
    const body = (await answer.json()) as { accessToken: string; tokenType: string };
    expect([answer.status, body.tokenType]).toEqual([200, 'DPoP']);
    return body.accessToken;
  };

  it('call with proofs made by jose, each once', async () => {
    const token = await tokenByJose();
    const proof = await prove(pair, 'GET', hello, token);
    const answer = await call(token, proof);
    expect([answer.status, await answer.text()]).toEqual([200, 'Hello to m1 from m2!']);
    const again = await call(token, proof);
    expect(again.status).toBe(401);
    expect(await again.json()).toMatchObject({ code: 'M2M_DPOP_PROOF_REPLAYED' });
    expect(again.headers.get('www-authenticate')).toMatch(/^DPoP .*error="invalid_dpop_proof"/);
    expect((await call(token, await prove(pair, 'GET', hello, token))).status).toBe(200);
  });

  it('lose nothing when a token is stolen', async () => {
    const token = await tokenByJose();
    const thief = await generateKeyPair('ES256');
    const attempts = [
      call(token, await prove(thief, 'GET', hello, token)),
      call(token, await prove(pair, 'GET', hello, token), 'Bearer'),
      fetch(hello, { headers: { authorization: `Bearer ${token}` } }),
      fetch(hello, { headers: { authorization: `DPoP ${token}` } }),
    ];
    const answers = await Promise.all(attempts);
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as object[];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(bodies).toMatchObject([
      { code: 'M2M_DPOP_KEY_MISMATCH' },
      { code: 'M2M_TOKEN_BOUND' },
      { code: 'M2M_TOKEN_BOUND' },
      { code: 'M2M_DPOP_PROOF_MISSING' },
    ]);
  });

  it.each([true, 'when-required'] as const)('may be this library, with dpop: %s', async (dpop) => {
    const credential = await mintAtCore(door.demo, { ...BOOTSTRAP_CLAIMS, iss: issuer });
    const testing = await clientOf(credential, dpop);
    const m2m = testing.get(TokenClientService);
    for (const _ of ['first', 'second']) {
      expect((await m2m.for('m2').get<string>('/hello')).data).toBe('Hello to m1 from m2!');
      expect(await (await m2m.fetch('m2', '/hello')).text()).toBe('Hello to m1 from m2!');
      const pooled = await m2m.request('m2', '/hello');
      expect(await pooled.body.text()).toBe('Hello to m1 from m2!');
    }
    const { cnf } = decodeJwt(await m2m.getToken('m2'));
    expect(cnf).toEqual(dpop === true ? { jkt: expect.any(String) } : undefined);
    await testing.close();
  });

  it('get no token at /accesstoken with a proof for elsewhere', async () => {
    const credential = await mintAtCore(door.demo, { ...BOOTSTRAP_CLAIMS, iss: issuer });
    const headers = {
      authorization: `Bearer ${credential}`,
      'content-type': 'application/json',
      dpop: await prove(pair, 'POST', door.url('/oauth/token')),
    };
    const url = door.url('/accesstoken');
    const answer = await fetch(url, { method: 'POST', headers, body: '{"target":"m2"}' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'M2M_DPOP_PROOF_MISMATCH' });
  });

  it('may be oauth4webapi', async () => {
    const url = new URL(issuer);
    const found = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...insecure });
    const server = await oauth.processDiscoveryResponse(url, found);
    expect(server.dpop_signing_alg_values_supported).toContain('ES256');
    const client = { client_id: 'm1' };
    const DPoP = oauth.DPoP({}, await oauth.generateKeyPair('ES256'));
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      oauth.ClientSecretBasic(door.secret),
      { resource: 'm2' },
      { DPoP, ...insecure },
    );
    const granted = await oauth.processClientCredentialsResponse(server, client, answer);
    expect(granted.token_type).toBe('dpop');
    const response = await oauth.protectedResourceRequest(
      granted.access_token,
      'GET',
      new URL(hello),
      undefined,
      undefined,
      { DPoP, ...insecure },
    );
    expect(await response.text()).toBe('Hello to m1 from m2!');
    const introspected = await door.send({
      path: '/oauth/introspect',
      form: { token: granted.access_token },
    });
    expect(JSON.parse(introspected.text)).toMatchObject({
      token_type: 'DPoP',
      cnf: { jkt: await DPoP.calculateThumbprint() },
    });
  });

  it('get nothing else over an edge that gives bound tokens alone', async () => {
    await door.allow({ m1: [{ target: 'm2', 'sender-constrained': 'dpop' }] });
    const credential = await mintAtCore(door.demo, { ...BOOTSTRAP_CLAIMS, iss: issuer });
    const headers = { authorization: `Bearer ${credential}`, 'content-type': 'application/json' };
    const answer = await fetch(door.url('/accesstoken'), {
      method: 'POST',
      headers,
      body: '{"target":"m2"}',
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^DPoP /);
    expect(await answer.json()).toMatchObject({ code: 'M2M_DPOP_REQUIRED' });
    const testing = await clientOf(credential, 'when-required');
    const m2m = testing.get(TokenClientService);
    expect((await m2m.for('m2').get<string>('/hello')).data).toBe('Hello to m1 from m2!');
    expect(decodeJwt(await m2m.getToken('m2'))['cnf']).toEqual({ jkt: expect.any(String) });
    await testing.close();
  });
});
