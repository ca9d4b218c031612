import { createHmac } from 'node:crypto';
import { ClientKey, JWT_BEARER } from '../../support/client-assertion.js';
import { mintAtCore } from '../../support/mint-at-core.js';
import { basic, expectOAuthError, OAuthDoor, tokenOf } from '../../support/oauth-door.js';
import { StubServer } from '../../support/stub-server.js';
import { encodePart } from '../../support/token-forge.js';

const PLAIN = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

const nowSec = () => Math.floor(Date.now() / 1000);

describe('bad client authentication on POST /oauth/token', () => {
  let door: OAuthDoor;
  let key: ClientKey;
  beforeAll(async () => {
    door = await OAuthDoor.open();
    key = new ClientKey('m1', 'ES256', 'auth-server');
    await door.addCredential('m1', { kind: 'public_key', jwks: await key.jwks() });
  }, 60_000);
  afterEach(() => door.expectStillGood());
  afterAll(() => door.close());

  const withAssertion = async (assertion: string | Promise<string>) =>
    door.grant(await key.form(await assertion), { authorization: null });

  it('B044: answers 401 with a challenge when there is no client authentication', async () => {
    for (const client_id of [undefined, 'm1']) {
      const answer = await door.grant({ client_id }, { authorization: null });
      expectOAuthError(answer, 401, 'invalid_client');
    }
  });

  it('B045: does not tell an unknown client from a wrong secret', async () => {
    const wrong = `${door.secret.slice(0, -1)}${door.secret.endsWith('A') ? 'B' : 'A'}`;
    const answers = await Promise.all(
      [
        basic('m1', wrong),
        basic('nobody', wrong),
        basic('nobody', door.secret),
        basic('m2', door.secret),
      ].map((authorization) => door.grant({}, { authorization })),
    );
    for (const answer of answers) expectOAuthError(answer, 401, 'invalid_client');
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('B046: answers a wrong secret in the header with the challenge of its scheme', async () => {
    const answer = await door.grant({}, { authorization: basic('m1', 'wrong') });
    expectOAuthError(answer, 401, 'invalid_client');
    expect(answer.headers['www-authenticate']).toBe('Basic realm="auth-server", charset="UTF-8"');
  });

  it('B047: refuses a wrong secret in the body', async () => {
    const form = { client_id: 'm1', client_secret: 'wrong' };
    expectOAuthError(await door.grant(form, { authorization: null }), 401, 'invalid_client');
    const good = { client_id: 'm1', client_secret: door.secret };
    expect((await door.grant(good, { authorization: null })).status).toBe(200);
  });

  it('B048: refuses a secret in header and body', async () => {
    const form = { client_id: 'm1', client_secret: door.secret };
    expectOAuthError(await door.grant(form), 400, 'invalid_request');
  });

  it('B049: refuses a secret beside an assertion', async () => {
    expectOAuthError(await door.grant(await key.form()), 400, 'invalid_request');
  });

  it('B050: refuses a secret in the query, and logs it nowhere', async () => {
    const path = `/oauth/token?client_id=m1&client_secret=${door.secret}`;
    expectOAuthError(await door.grant({}, { path, authorization: null }), 400, 'invalid_request');
    expect(door.demo.output).not.toContain(door.secret);
  });

  it.each([
    ['not base64', 'Basic m1:secret'],
    ['no colon', PLAIN('m1')],
    ['a NUL', PLAIN('m1:\0')],
    ['an encoded NUL', PLAIN('m1:%00')],
    ['UTF-8', PLAIN('m1:é')],
    ['10 kB', PLAIN(`m1:${'x'.repeat(7000)}`)],
  ])('B051: refuses Basic with %s', async (_, authorization) => {
    expectOAuthError(await door.grant({}, { authorization }), 401, 'invalid_client');
  });

  it('B052: decodes id and secret as RFC 6749 §2.3.1 has it', async () => {
    const encoded = Buffer.from(door.secret).toString('hex').match(/../g) ?? [];
    const authorization = PLAIN(`%6d1:%${encoded.join('%')}`);
    expect((await door.grant({}, { authorization })).status).toBe(200);
  });

  it('B053: refuses another client_id in the body than in the header', async () => {
    expectOAuthError(await door.grant({ client_id: 'm2' }), 400, 'invalid_request');
    expect((await door.grant({ client_id: 'm1' })).status).toBe(200);
  });

  it.each(['', 'null', 'undefined', 'true', '0', '[object Object]'])(
    'B054: refuses the secret %j',
    async (secret) => {
      const inBody = { client_id: 'm1', client_secret: secret };
      const answers = [
        await door.grant({}, { authorization: basic('m1', secret) }),
        await door.grant(inBody, { authorization: null }),
      ];
      for (const answer of answers) expectOAuthError(answer, 401, 'invalid_client');
    },
  );

  it('B055: refuses a secret that was revoked', async () => {
    const { id, secret } = await door.addCredential('m1', { kind: 'secret' });
    const authorization = basic('m1', secret);
    expect((await door.grant({}, { authorization })).status).toBe(200);
    expect((await door.admin('DELETE', `/microservices/m1/credentials/${id}`)).status).toBe(204);
    expectOAuthError(await door.grant({}, { authorization }), 401, 'invalid_client');
  });

  it('B056: accepts two secrets at once, so that one can replace the other', async () => {
    const { secret } = await door.addCredential('m1', { kind: 'secret' });
    expect((await door.grant({}, { authorization: basic('m1', secret) })).status).toBe(200);
    expect((await door.grant()).status).toBe(200);
  });

  it('B057: refuses an assertion of another type or of none', async () => {
    const client_assertion = await key.assertion();
    for (const client_assertion_type of [undefined, '', 'x', JWT_BEARER.toUpperCase()]) {
      const form = { client_assertion, client_assertion_type };
      expectOAuthError(await door.grant(form, { authorization: null }), 400, 'invalid_request');
    }
  });

  it.each<[string, () => object]>([
    ['another audience', () => ({ aud: 'm2' })],
    ['no audience', () => ({ aud: undefined })],
    ['a second audience', () => ({ aud: ['auth-server', 'http://elsewhere.example'] })],
    ['an issuer that is not its subject', () => ({ iss: 'm2' })],
    ['another client as its subject', () => ({ iss: 'm2', sub: 'm2' })],
    ['a client that does not exist', () => ({ iss: 'nobody', sub: 'nobody' })],
    ['its end in the past', () => ({ exp: nowSec() - 60 })],
    ['its end in a year', () => ({ exp: nowSec() + 31_536_000 })],
    ['no end', () => ({ exp: undefined })],
    ['its beginning in the future', () => ({ iat: nowSec() + 120 })],
    ['no beginning', () => ({ iat: undefined })],
    ['no id', () => ({ jti: undefined })],
  ])('B058: refuses an assertion with %s', async (_, claims) => {
    expectOAuthError(await withAssertion(key.assertion(claims())), 401, 'invalid_client');
  });

  it('B059: refuses an assertion that the registered key did not sign, and fetches nothing', async () => {
    const canary = await new StubServer().listen();
    const stranger = new ClientKey('m1', 'ES256', 'auth-server');
    const [jwk = {}] = (await stranger.jwks()).keys;
    const [registered = {}] = (await key.jwks()).keys;
    const payload = (await key.assertion()).split('.')[1] ?? '';
    const unsigned = `${encodePart({ alg: 'none' })}.${payload}`;
    const hmacInput = `${encodePart({ alg: 'HS256', kid: key.keyId })}.${payload}`;
    const mac = createHmac('sha256', JSON.stringify(registered)).update(hmacInput);
    const assertions = [
      `${unsigned}.`,
      `${unsigned}.AAAA`,
      `${hmacInput}.${mac.digest('base64url')}`,
      await stranger.assertion(),
      await stranger.assertion({}, { kid: key.keyId }),
      await stranger.assertion({}, { jwk }),
      await stranger.assertion({}, { jku: canary.url }),
      await key.assertion({}, { jku: canary.url }),
    ];
    for (const assertion of assertions) {
      expectOAuthError(await withAssertion(assertion), 401, 'invalid_client');
    }
    await canary.close();
    expect(canary.requests).toEqual([]);
  });

  it('B060: accepts an assertion once', async () => {
    const assertion = await key.assertion();
    expect((await withAssertion(assertion)).status).toBe(200);
    expectOAuthError(await withAssertion(assertion), 401, 'invalid_client');
    const atOnce = await key.assertion();
    const answers = await Promise.all([1, 2, 3, 4].map(() => withAssertion(atOnce)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('B061: takes neither an access token nor a bootstrap token for an assertion', async () => {
    const bootstrap = await mintAtCore(door.demo, {
      iss: 'auth-server',
      sub: 'm1',
      aud: 'auth-server',
    });
    const { access_token: access } = tokenOf(await door.grant());
    for (const token of [bootstrap, access]) {
      expectOAuthError(await withAssertion(token), 401, 'invalid_client');
    }
  });

  it('B062: refuses two assertions', async () => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      resource: 'm2',
      ...(await key.form()),
    });
    form.append('client_assertion', await key.assertion());
    const answer = await door.send({ form: form.toString(), authorization: null });
    expectOAuthError(answer, 400, 'invalid_request');
  });
});
