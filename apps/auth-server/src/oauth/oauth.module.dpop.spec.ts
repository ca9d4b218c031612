import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DpopKey } from '../../../../test/support/dpop-key.js';
import { oauthApplication, OAuthFacts } from '../../../../test/support/oauth-application.js';
import { DecisionLog } from '../audit/decision-log.service.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { OAUTH_API } from './oauth.api.js';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

type Form = Readonly<Record<string, string>>;
interface Sent {
  readonly path?: string;
  readonly as?: string;
  readonly headers?: Form;
}

const key = new DpopKey();
const order = { htm: 'POST', htu: 'http://localhost:8000/oauth/token' };
const prove = (flaw: object = {}) => ({ headers: { dpop: key.proof({ ...order, ...flaw }) } });

describe('a token request with a proof of a key', () => {
  let facts: OAuthFacts;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    facts = new OAuthFacts();
    for (const name of ['m1', 'm2', 'm3']) facts.add(name);
    facts.edges = [
      ['m1', 'm2'],
      ['m2', 'm3'],
      ['m1', 'm3', { senderConstrained: 'dpop' }],
    ];
    app = await oauthApplication(facts);
  }, 30_000);
  beforeEach(() => {
    facts.databaseFailure = undefined;
  });
  afterAll(() => app.close());

  const send = async (form: Form, { path = '/oauth/token', as = 'm1', headers }: Sent = {}) => {
    const client = Buffer.from(`${as}:${facts.secrets.get(as)}`).toString('base64');
    const answer = await app.inject({
      method: 'POST',
      url: path,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${client}`,
        ...headers,
      },
      payload: new URLSearchParams(form).toString(),
    });
    return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
  };
  const grant = (sent: Sent = {}) =>
    send({ grant_type: 'client_credentials', resource: 'm2' }, sent);

  it('is denied as the description of the API has it', async () => {
    const { answers } = OAUTH_API.find(({ route }) => route === 'POST /oauth/token') ?? {};
    const form = { grant_type: 'client_credentials', resource: 'm3' };
    const denied = [await send(form), await send({ ...form, resource: 'm1' })];
    expect(denied).toMatchObject([
      { status: 400, body: { error: 'invalid_dpop_proof', reason: 'proof_missing' } },
      { status: 400, body: { error: 'invalid_target', reason: 'no_edge' } },
    ]);
    for (const { body } of denied) expect(answers?.[400]?.schema?.parse(body)).toEqual(body);
  });

  it('binds the token to it, and introspection says so', async () => {
    const jkt = await key.thumbprint();
    const { status, body } = await grant(prove());
    expect([status, body]).toMatchObject([200, { token_type: 'DPoP' }]);
    const token = String(body['access_token']);
    const introspection = await send({ token }, { path: '/oauth/introspect', as: 'm2' });
    expect(introspection.body).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt } });
  });

  it('binds the token of an exchange to the key of who acts, if it proves one', async () => {
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: String((await grant(prove())).body['access_token']),
      subject_token_type: ACCESS_TOKEN,
      resource: 'm3',
    };
    const bearer = { token_type: 'Bearer', issued_token_type: ACCESS_TOKEN };
    expect(await send(form, { as: 'm2' })).toMatchObject({ body: bearer });
    const bound = await send(form, { as: 'm2', ...prove() });
    expect(bound).toMatchObject({ body: { ...bearer, token_type: 'DPoP' } });
    expect(facts.core.signed.at(-1)?.payload).toMatchObject({
      sub: 'm2',
      act: { sub: 'm1' },
      cnf: { jkt: await key.thumbprint() },
    });
  });

  it('is the only one for an edge that gives bound tokens alone', async () => {
    const form = { grant_type: 'client_credentials', resource: 'm3' };
    expect(await send(form, prove())).toMatchObject({ body: { token_type: 'DPoP' } });
    const { status, body } = await send(form);
    expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
  });

  it('takes the address by which the client calls, too', async () => {
    const htu = 'http://localhost:80/oauth/token';
    expect(await grant(prove({ htu }))).toMatchObject({ body: { token_type: 'DPoP' } });
  });

  it.each([
    ['another method', { htm: 'GET' }],
    ['another address', { htu: 'http://localhost:8000/oauth/introspect' }],
    ['another server', { htu: 'http://elsewhere/oauth/token' }],
    ['another time', { claims: { iat: 1 } }],
    ['no purpose', { header: { typ: 'JWT' } }],
    ['a private key', { header: { jwk: key.privateKey.export({ format: 'jwk' }) } }],
  ])('refuses one for %s', async (_what, flaw) => {
    expect(await grant(prove(flaw))).toMatchObject({
      status: 400,
      body: { error: 'invalid_dpop_proof', error_description: expect.stringMatching(/^The/) },
    });
  });

  it('takes each proof once, and only of who is authenticated', async () => {
    const sent = prove();
    const headers = { ...sent.headers, authorization: 'Basic bTE6eA==' };
    expect(await grant({ headers })).toMatchObject({ body: { error: 'invalid_client' } });
    expect(await grant(sent)).toMatchObject({ status: 200 });
    expect(await grant(sent)).toMatchObject({ body: { error: 'invalid_dpop_proof' } });
  });

  it('leaves a trace of each one that is refused', async () => {
    const refused = jest.fn();
    app.get(DecisionLog, { strict: false }).listen({ refused });
    await grant(prove({ htm: 'GET' }));
    const origin = { requestId: expect.any(String), sourceAddress: '127.0.0.1' };
    expect(refused.mock.calls).toEqual([[{ code: 'M2M_DPOP_PROOF_MISMATCH', ...origin }]]);
  });

  it('goes on while the database cannot tell what other instances have seen', async () => {
    facts.databaseFailure = new DatabaseUnavailable();
    const sent = prove();
    expect(await grant(sent)).toMatchObject({ body: { token_type: 'DPoP' } });
    expect(await grant(sent)).toMatchObject({ body: { error: 'invalid_dpop_proof' } });
  });
});
