import { createRemoteJWKSet, jwtVerify } from 'jose';
import { ClientKey, type SigningAlgorithm } from '../../support/client-assertion.js';
import { basic, expectOAuthError, OAuthDoor, tokenOf } from '../../support/oauth-door.js';
import { StubServer } from '../../support/stub-server.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

describe('the OAuth endpoints', () => {
  let door: OAuthDoor;
  const secrets = new Map<string, string>();
  beforeAll(async () => {
    door = await OAuthDoor.open();
    for (const name of ['m1', 'm2', 'm3']) {
      secrets.set(name, (await door.addCredential(name, { kind: 'secret' })).secret);
    }
    const edges = { m1: ['m2'], m2: ['m1', { target: 'm3', scopes: ['a'] }], m3: ['m1'] };
    await door.allow(edges);
  }, 60_000);
  afterAll(() => door.close());

  const as = (name: string) => ({ authorization: basic(name, secrets.get(name) ?? '') });
  const tokenFor = async (caller: string, resource: string) =>
    tokenOf(await door.grant({ resource }, as(caller))).access_token;
  const claimsOf = async (token: string, audience: string) => {
    const keys = createRemoteJWKSet(new URL(door.url('/.well-known/jwks.json')));
    return (await jwtVerify(token, keys, { issuer: 'auth-server', audience })).payload;
  };
  const introspect = async (token: string, attempt: object) => {
    const answer = await door.send({ path: '/oauth/introspect', form: { token }, ...attempt });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    return [answer.status, JSON.parse(answer.text)] as const;
  };

  const exchange = (subject_token: string, client: string, form: object = {}) =>
    door.grant(
      {
        grant_type: EXCHANGE,
        subject_token,
        subject_token_type: ACCESS_TOKEN,
        resource: 'm3',
        ...form,
      },
      as(client),
    );

  const revoke = (token: string, client: string) =>
    door.send({ path: '/oauth/revoke', form: { token, token_type_hint: 'x' }, ...as(client) });
  const isActive = async (token: string) => {
    const admin = { authorization: door.adminAuthorization };
    return (await introspect(token, admin))[1] as { active: boolean };
  };

  it('answer as RFC 6749 §5.1 has it, with the time to renew beside it', async () => {
    const answer = await door.grant({ resource: 'm3' }, as('m2'));
    expect(tokenOf(answer)).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 1800,
      refresh_in: 300,
      scope: 'a',
    });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
  });

  it.each<SigningAlgorithm>(['RS256', 'PS256', 'ES256', 'EdDSA'])(
    'take an assertion signed with %s, for the issuer and for the endpoint',
    async (algorithm) => {
      const key = new ClientKey('m1', algorithm, 'auth-server');
      await door.addCredential('m1', { kind: 'public_key', jwks: await key.jwks() });
      for (const aud of ['auth-server', door.publicUrl('/oauth/token')]) {
        const form = await key.form(await key.assertion({ aud }));
        const answer = await door.grant({ ...form, client_id: 'm1' }, { authorization: null });
        expect(await claimsOf(tokenOf(answer).access_token, 'm2')).toMatchObject({ sub: 'm1' });
      }
    },
  );

  it('fetch the keys that a client publishes, once for many assertions', async () => {
    const key = new ClientKey('m3', 'ES256', 'auth-server');
    const published = await new StubServer().listen();
    published.reply = async () => ({
      headers: { 'content-type': 'application/jwk-set+json' },
      body: JSON.stringify(await key.jwks()),
    });
    await door.addCredential('m3', { kind: 'public_key', jwks_uri: `${published.url}/jwks` });
    for (let round = 0; round < 3; round += 1) {
      const form = { ...(await key.form()), resource: 'm1' };
      expect((await door.grant(form, { authorization: null })).status).toBe(200);
    }
    const unknown = await key.assertion({}, { kid: 'made up' });
    const answer = await door.grant(await key.form(unknown), { authorization: null });
    expectOAuthError(answer, 401, 'invalid_client');
    expect(published.requests).toHaveLength(1);
    await published.close();
  });

  it('ask a client for another try while the keys that it publishes cannot be had', async () => {
    const key = new ClientKey('m2', 'ES256', 'auth-server');
    const { id } = await door.addCredential('m2', {
      kind: 'public_key',
      jwks_uri: 'http://127.0.0.1:1/jwks',
    });
    const answer = await door.grant(await key.form(), { authorization: null });
    expectOAuthError(answer, 503, 'temporarily_unavailable');
    expect(answer.headers['retry-after']).toBe('2');
    await door.admin('DELETE', `/microservices/m2/credentials/${id}`);
  });

  describe('that exchange tokens', () => {
    it('keep the chain of callers, and never outlive the first token', async () => {
      const first = await tokenFor('m1', 'm2');
      const answer = tokenOf(await exchange(first, 'm2'));
      expect(answer).toMatchObject({ issued_token_type: ACCESS_TOKEN, scope: 'a' });
      const claims = await claimsOf(answer.access_token, 'm3');
      const { exp = 0 } = await claimsOf(first, 'm2');
      expect(claims).toMatchObject({ sub: 'm2', client_id: 'm2', act: { sub: 'm1' } });
      expect(claims.exp).toBeLessThanOrEqual(exp);
      const second = tokenOf(await exchange(answer.access_token, 'm3', { resource: 'm1' }));
      expect(await claimsOf(second.access_token, 'm1')).toMatchObject({
        sub: 'm3',
        act: { sub: 'm2', act: { sub: 'm1' } },
      });
    });

    it('bound the length of the chain', async () => {
      const around = ['m2', 'm1'] as const;
      let token = await tokenFor('m1', 'm2');
      for (let hop = 0; hop < 5; hop += 1) {
        const [me = '', next = ''] = hop % 2 === 0 ? around : around.toReversed();
        token = tokenOf(await exchange(token, me, { resource: next })).access_token;
      }
      expectOAuthError(await exchange(token, 'm1', { resource: 'm2' }), 400, 'invalid_request');
    });

    it('demand the edge from the one that acts', async () => {
      const token = await tokenFor('m1', 'm2');
      const answer = await exchange(token, 'm2', { resource: 'm2' });
      expectOAuthError(answer, 400, 'invalid_target');
    });

    it('take only a token in force that was issued for the client', async () => {
      const genuine = await tokenFor('m1', 'm2');
      const [head = '', payload = ''] = genuine.split('.');
      const tokens = [
        await tokenFor('m3', 'm1'),
        `${head}.${payload}.AAAA`,
        'x',
        secrets.get('m2'),
      ];
      for (const token of tokens) {
        expectOAuthError(await exchange(token ?? '', 'm2'), 400, 'invalid_request');
      }
      expectOAuthError(await exchange(genuine, 'm3'), 400, 'invalid_request');
    });

    it.each([
      { subject_token: '' },
      { subject_token_type: '' },
      { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' },
      { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      { actor_token: 'x' },
    ])('refuse %j', async (form) => {
      const token = await tokenFor('m1', 'm2');
      expectOAuthError(await exchange(token, 'm2', form), 400, 'invalid_request');
    });
  });

  describe('that introspect tokens', () => {
    it('answer whom the token is for, whom it is from, and administrators', async () => {
      const token = await tokenFor('m1', 'm2');
      const { iat, exp, jti } = await claimsOf(token, 'm2');
      const active = {
        active: true,
        token_type: 'Bearer',
        iss: 'auth-server',
        sub: 'm1',
        aud: 'm2',
        client_id: 'm1',
        iat,
        exp,
        jti,
      };
      const admin = { authorization: door.adminAuthorization };
      for (const asking of [as('m1'), as('m2'), admin]) {
        expect(await introspect(token, asking)).toEqual([200, active]);
      }
      expect(await introspect(token, as('m3'))).toEqual([200, { active: false }]);
    });

    it('say nothing of what is no token in force', async () => {
      const [head = '', payload = ''] = (await tokenFor('m1', 'm2')).split('.');
      for (const token of ['x', `${head}.${payload}.AAAA`, secrets.get('m1') ?? '']) {
        expect(await introspect(token, as('m1'))).toEqual([200, { active: false }]);
      }
    });

    it('demand a client, and a token', async () => {
      const path = '/oauth/introspect';
      const token = await tokenFor('m1', 'm2');
      for (const authorization of [null, `Bearer ${token}`, 'Bearer x']) {
        const answer = await door.send({ path, form: { token }, authorization });
        expectOAuthError(answer, 401, 'invalid_client');
      }
      expectOAuthError(await door.send({ path, form: {} }), 400, 'invalid_request');
      const none = await door.send({ path, form: { x: '1' }, ...as('m1') });
      expectOAuthError(none, 400, 'invalid_request');
    });
  });

  describe('that revoke tokens', () => {
    it('end a token of the client, and of nobody else', async () => {
      const [own, other] = [await tokenFor('m1', 'm2'), await tokenFor('m1', 'm2')];
      expect((await revoke(own, 'm2')).status).toBe(200);
      expect(await isActive(own)).toMatchObject({ active: true });
      expect(await revoke(own, 'm1')).toMatchObject({ status: 200, text: '' });
      expect(await isActive(own)).toEqual({ active: false });
      expect(await isActive(other)).toMatchObject({ active: true });
      const list = await (await fetch(door.url('/revocations'))).text();
      const { jti } = JSON.parse(Buffer.from(own.split('.')[1] ?? '', 'base64url').toString());
      expect(Buffer.from(list.split('.')[1] ?? '', 'base64url').toString()).toContain(jti);
    });

    it('answer 200 for what is no token, and 401 for nobody', async () => {
      for (const token of ['x', secrets.get('m1') ?? '']) {
        expect((await revoke(token, 'm1')).status).toBe(200);
      }
      const answer = await door.send({
        path: '/oauth/revoke',
        form: { token: 'x' },
        authorization: null,
      });
      expectOAuthError(answer, 401, 'invalid_client');
    });
  });

  it('have no metadata while the issuer is a bare name, and say what to set', async () => {
    const answer = await fetch(door.url('/.well-known/oauth-authorization-server'));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      code: 'M2M_METADATA_UNAVAILABLE',
      message: expect.stringContaining('M2M_ISSUER'),
    });
  });
});
