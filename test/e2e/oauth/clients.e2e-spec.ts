import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';
import { ClientKey } from '../../support/client-assertion.js';
import { freePorts } from '../../support/free-ports.js';
import { OAuthDoor } from '../../support/oauth-door.js';

const insecure = { [oauth.allowInsecureRequests]: true };

describe('clients that know nothing of this project', () => {
  let door: OAuthDoor;
  let issuer: string;
  let key: ClientKey;
  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    issuer = `http://127.0.0.1:${port}`;
    door = await OAuthDoor.open({ authServer: { M2M_ISSUER: issuer, PORT: `${port}` } }, issuer);
    key = new ClientKey('m1', 'RS256', issuer);
    await door.addCredential('m1', { kind: 'public_key', jwks: await key.jwks() });
  }, 60_000);
  afterAll(() => door.close());

  const expectGood = async (token: string) => {
    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(token, keys, { issuer, audience: 'm2' });
    expect(payload).toMatchObject({ sub: 'm1', client_id: 'm1', token_use: 'access' });
  };
  const wanted = { resource: 'http://localhost:8002' };

  it('read the metadata of RFC 8414', async () => {
    const answer = await fetch(`${issuer}/.well-known/oauth-authorization-server`);
    const metadata = (await answer.json()) as Record<string, unknown>;
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(metadata).toMatchObject({
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      introspection_endpoint: `${issuer}/oauth/introspect`,
      revocation_endpoint: `${issuer}/oauth/revoke`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      grant_types_supported: [
        'client_credentials',
        'urn:ietf:params:oauth:grant-type:token-exchange',
      ],
      token_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        'private_key_jwt',
      ],
    });
    for (const value of Object.values(metadata)) expect(value).not.toEqual([]);
  });

  it.each([
    ['client_secret_basic', () => openid.ClientSecretBasic(door.secret)],
    ['client_secret_post', () => openid.ClientSecretPost(door.secret)],
  ])('get and use a token: openid-client with %s', async (_, authentication) => {
    const config = await openid.discovery(new URL(issuer), 'm1', {}, authentication(), {
      algorithm: 'oauth2',
      execute: [openid.allowInsecureRequests],
    });
    const { access_token: token } = await openid.clientCredentialsGrant(config, wanted);
    await expectGood(token);
    expect(await openid.tokenIntrospection(config, token)).toMatchObject({ active: true });
    await openid.tokenRevocation(config, token);
    expect(await openid.tokenIntrospection(config, token)).toEqual({ active: false });
  });

  it('get a token: oauth4webapi with private_key_jwt', async () => {
    const url = new URL(issuer);
    const found = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...insecure });
    const server = await oauth.processDiscoveryResponse(url, found);
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const imported = await crypto.subtle.importKey('jwk', key.privateJwk(), algorithm, false, [
      'sign',
    ]);
    const client = { client_id: 'm1' };
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      oauth.PrivateKeyJwt({ key: imported, kid: key.keyId }),
      new URLSearchParams(wanted),
      insecure,
    );
    const { access_token: token } = await oauth.processClientCredentialsResponse(
      server,
      client,
      answer,
    );
    await expectGood(token);
  });

  it.each(['header', 'body'] as const)('get a token: simple-oauth2 with the %s', async (where) => {
    const client = new ClientCredentials({
      client: { id: 'm1', secret: door.secret },
      auth: { tokenHost: issuer, tokenPath: '/oauth/token' },
      options: { authorizationMethod: where },
    });
    const { token } = await client.getToken(wanted);
    await expectGood(String(token['access_token']));
  });

  it('are told in their own terms what is wrong', async () => {
    const config = await openid.discovery(
      new URL(issuer),
      'm1',
      {},
      openid.ClientSecretBasic(door.secret),
      { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
    );
    await expect(
      openid.clientCredentialsGrant(config, { resource: 'http://localhost:8003' }),
    ).rejects.toMatchObject({ error: 'invalid_target', status: 400 });
  });
});
