import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ClientKey } from '../../../../test/support/client-assertion.js';
import {
  ADMIN_TOKEN,
  oauthApplication,
  OAuthFacts,
} from '../../../../test/support/oauth-application.js';
import { revocationOf } from '../../../../test/support/revocation-of.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { RevocationSnapshot } from '../revocations/revocation-snapshot.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const FORM = 'application/x-www-form-urlencoded';

type Form = Readonly<Record<string, string>>;
interface Sent {
  readonly path?: string;
  readonly as?: string;
  readonly headers?: Form;
}

describe('the OAuth wire', () => {
  let facts: OAuthFacts;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    facts = new OAuthFacts();
    for (const name of ['m1', 'm2', 'm3', 'm4']) facts.add(name);
    app = await oauthApplication(facts);
  }, 30_000);
  beforeEach(() => {
    facts.edges = [
      ['m1', 'm2'],
      ['m2', 'm3'],
      ['m2', 'm1'],
      ['m3', 'm1'],
    ];
    facts.revocations = new RevocationSnapshot(1);
    facts.databaseFailure = undefined;
    facts.core.signFailure = undefined;
    for (const name of ['m1', 'm2', 'm3', 'm4']) {
      facts.microservices.set(name, {
        id: name,
        name,
        url: `http://${name}`,
        isEnabled: true,
        notBefore: undefined,
        mode: 'enforce',
      });
    }
  });
  afterAll(() => app.close());

  const send = async (form: Form, { path = '/oauth/token', as = 'm1', headers }: Sent = {}) => {
    const client = Buffer.from(`${as}:${facts.secrets.get(as)}`).toString('base64');
    const answer = await app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': FORM, authorization: `Basic ${client}`, ...headers },
      payload: new URLSearchParams(form).toString(),
    });
    const body = answer.body === '' ? undefined : (answer.json() as Record<string, unknown>);
    return { status: answer.statusCode, body, headers: answer.headers };
  };
  const grant = (form: Form = {}, sent: Sent = {}) =>
    send({ grant_type: 'client_credentials', resource: 'm2', ...form }, sent);
  const tokenFor = async (as: string, resource: string) =>
    String((await grant({ resource }, { as })).body?.['access_token']);
  const introspect = async (token: string, sent: Sent) =>
    (await send({ token }, { path: '/oauth/introspect', ...sent })).body;

  const exchange = (subject_token: string, as: string, form: Form = {}) =>
    send(
      {
        grant_type: EXCHANGE,
        subject_token,
        subject_token_type: ACCESS_TOKEN,
        resource: 'm3',
        ...form,
      },
      { as },
    );

  it('issues a token to who authenticates, and nothing to anybody else', async () => {
    expect(await grant()).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 1800, refresh_in: 300 },
      headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
    });
    const wrong = { authorization: 'Basic bTE6eA==' };
    expect(await grant({}, { headers: wrong })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
      headers: {
        'www-authenticate': expect.stringMatching(/^Basic /),
        'cache-control': 'no-store',
      },
    });
  });

  it.each([
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ grant_type: '' }, 400, 'invalid_request'],
    [{ resource: 'm4' }, 400, 'invalid_target'],
    [{ scope: 'a' }, 400, 'invalid_scope'],
    [{ scope: 'a"' }, 400, 'invalid_scope'],
  ])('refuses %j with %i %s', async (form, status, error) => {
    expect(await grant(form)).toMatchObject({ status, body: { error } });
  });

  it.each([
    [{ 'content-type': `${FORM}; charset=utf-16` }, '/oauth/token'],
    [{}, '/oauth/token?scope=a'],
  ])('refuses a request with %j to %s', async (headers, path) => {
    expect(await grant({}, { headers, path })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    expect((await grant({}, { headers: { 'content-type': `${FORM};charset=UTF-8` } })).status).toBe(
      200,
    );
  });

  it('tells a client that may call nobody that the grant is not for it', async () => {
    expect(await grant({}, { as: 'm4' })).toMatchObject({ body: { error: 'unauthorized_client' } });
  });

  it('is unavailable for a moment while the core does not sign', async () => {
    facts.core.signFailure = new Error('down');
    expect(await grant()).toMatchObject({
      status: 503,
      body: { error: 'temporarily_unavailable' },
      headers: { 'retry-after': '2' },
    });
  });

  it('takes a form at no other route', async () => {
    const answer = await send({ a: '1' }, { path: '/elsewhere' });
    expect(answer).toMatchObject({
      status: 415,
      body: { code: 'M2M_CONTENT_TYPE_NOT_SUPPORTED' },
    });
  });

  it('has metadata only when the issuer is an address', async () => {
    const url = '/.well-known/oauth-authorization-server';
    const answer = await app.inject({ method: 'GET', url });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'M2M_METADATA_UNAVAILABLE' });
    const addressed = await oauthApplication(facts, 'http://localhost:8000');
    expect((await addressed.inject({ method: 'GET', url })).json()).toMatchObject({
      issuer: 'http://localhost:8000',
      token_endpoint: 'http://localhost:8000/oauth/token',
      dpop_signing_alg_values_supported: ['ES256', 'PS256', 'RS256', 'EdDSA', 'Ed25519'],
    });
    await addressed.close();
  });

  it('takes an assertion once, of a key in force, and only while it can tell', async () => {
    const key = new ClientKey('m1', 'ES256', 'auth-server');
    const jwks = await key.jwks();
    const ended = new Date(0);
    facts.addCredential('m1', { id: 'ended'.padEnd(16, '0'), keys: { jwks }, expiresAt: ended });
    const show = async (assertion: string) =>
      grant(await key.form(assertion), { headers: { authorization: '' } });
    const authenticated = async (assertion: string) => {
      const form = {
        grant_type: 'client_credentials',
        resource: 'm2',
        ...(await key.form(assertion)),
      };
      const payload = new URLSearchParams(form).toString();
      const headers = { 'content-type': FORM };
      return (
        await app.inject({ method: 'POST', url: '/oauth/token', headers, payload })
      ).json() as object;
    };
    expect(await show(await key.assertion())).toMatchObject({ status: 400 });
    const refused = { error: 'invalid_client' };
    expect(await authenticated(await key.assertion())).toMatchObject(refused);
    facts.addCredential('m1', { keys: { jwks } });
    const assertion = await key.assertion();
    expect(await authenticated(assertion)).toMatchObject({ token_type: 'Bearer' });
    for (const bad of [assertion, 'x', await key.assertion({ aud: 'm2' })]) {
      expect(await authenticated(bad)).toMatchObject(refused);
    }
    const other = new ClientKey('m1', 'ES256', 'auth-server');
    expect(await authenticated(await other.assertion({}, { kid: key.keyId }))).toMatchObject(
      refused,
    );
    facts.databaseFailure = new DatabaseUnavailable();
    const unavailable = { error: 'temporarily_unavailable' };
    expect(await authenticated(await key.assertion())).toMatchObject(unavailable);
    const away = new ClientKey('m2', 'ES256', 'auth-server');
    facts.addCredential('m2', { keys: { jwksUri: 'http://127.0.0.1:1/' } });
    expect(await authenticated(await away.assertion())).toMatchObject(unavailable);
  });

  describe('on introspection', () => {
    it('tells whom a token concerns, and administrators', async () => {
      const token = await tokenFor('m1', 'm2');
      const active = { active: true, sub: 'm1', aud: 'm2', client_id: 'm1', token_type: 'Bearer' };
      const admin = { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } };
      for (const sent of [{ as: 'm1' }, { as: 'm2' }, admin]) {
        expect(await introspect(token, sent)).toMatchObject(active);
      }
      expect(await introspect(token, { as: 'm3' })).toEqual({ active: false });
      expect(await introspect('x', admin)).toEqual({ active: false });
    });

    it('does not count a token whose caller is no longer who it was', async () => {
      const token = await tokenFor('m1', 'm2');
      const usual = facts.microservices.get('m1');
      if (usual === undefined) throw new Error('m1 is registered.');
      for (const traits of [{ isEnabled: false }, { notBefore: new Date('2126-01-01') }]) {
        facts.microservices.set('m1', { ...usual, ...traits });
        expect(await introspect(token, { as: 'm2' })).toEqual({ active: false });
      }
      facts.microservices.delete('m1');
      expect(await introspect(token, { as: 'm2' })).toEqual({ active: false });
    });

    it('does not count a token that was revoked', async () => {
      const token = await tokenFor('m1', 'm2');
      facts.revocations = new RevocationSnapshot(2, [revocationOf('m1')]);
      expect(await introspect(token, { as: 'm2' })).toEqual({ active: false });
    });
  });

  describe('on revocation', () => {
    it.each(['m1', 'm2'])('answers %s with 200, whoever it is', async (as) => {
      const token = await tokenFor('m1', 'm2');
      expect(await send({ token }, { path: '/oauth/revoke', as })).toMatchObject({ status: 200 });
    });
  });

  describe('on exchange', () => {
    it('gives a token that names the chain', async () => {
      const { body } = await exchange(await tokenFor('m1', 'm2'), 'm2');
      expect(body).toMatchObject({ issued_token_type: ACCESS_TOKEN });
      expect(facts.core.signed.at(-1)?.payload).toMatchObject({ sub: 'm2', act: { sub: 'm1' } });
    });

    it.each([
      { subject_token: 'x' },
      { subject_token_type: 'x' },
      { requested_token_type: 'x' },
      { actor_token: 'x' },
    ])('refuses %j', async (form) => {
      const answer = await exchange(await tokenFor('m1', 'm2'), 'm2', form);
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    });

    it('refuses a token for somebody else, and a chain that is too long', async () => {
      let token = await tokenFor('m1', 'm2');
      const refused = { status: 400, body: { error: 'invalid_request' } };
      expect(await exchange(token, 'm3', { resource: 'm1' })).toMatchObject(refused);
      const hops = [
        ['m2', 'm1'],
        ['m1', 'm2'],
      ] as const;
      for (let hop = 0; hop < 5; hop += 1) {
        const [as = '', resource = ''] = hops[hop % 2] ?? [];
        token = String((await exchange(token, as, { resource })).body?.['access_token']);
      }
      expect(await exchange(token, 'm1', { resource: 'm2' })).toMatchObject(refused);
    });
  });
});
