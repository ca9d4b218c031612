import { expectOAuthError, OAuthDoor, tokenOf } from '../../support/oauth-door.js';

const encoded = (count: number) =>
  Array.from({ length: count }, (_, index) => `p${index}=1`).join('&');
const GOOD = 'grant_type=client_credentials&resource=m2';

describe('bad requests on POST /oauth/token', () => {
  let door: OAuthDoor;
  beforeAll(async () => {
    door = await OAuthDoor.open();
    await door.allow({ m1: ['m1', { target: 'm2', scopes: ['a', 'b'] }], m2: ['m1'] });
  }, 60_000);
  afterEach(() => door.expectStillGood());
  afterAll(() => door.close());

  it('B037: refuses a request without a body', async () => {
    expectOAuthError(await door.send({ form: '' }), 400, 'invalid_request');
    expectOAuthError(await door.send({ form: '', type: [] }), 400, 'invalid_request');
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data', ''])(
    'B038: refuses the content type %j',
    async (type) => {
      const answer = await door.send({ form: GOOD, type: ['Content-Type', type] });
      expect(answer.status).toBe(type === 'application/json' ? 400 : 415);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.text).not.toContain('access_token');
    },
  );

  it('B039: refuses a request without a grant type', async () => {
    for (const grant_type of [undefined, '']) {
      expectOAuthError(await door.grant({ grant_type }), 400, 'invalid_request');
    }
  });

  it.each(['password', 'authorization_code', 'refresh_token', 'x'])(
    'B040: does not know the grant type %s',
    async (grant_type) => {
      expectOAuthError(await door.grant({ grant_type }), 400, 'unsupported_grant_type');
    },
  );

  it.each(['Client_Credentials', 'client_credentials ', 'CLIENT_CREDENTIALS'])(
    'B041: does not know the grant type %j',
    async (grant_type) => {
      expectOAuthError(await door.grant({ grant_type }), 400, 'unsupported_grant_type');
    },
  );

  it('B042: refuses a grant type that is sent twice or as a list', async () => {
    const forms = [
      `${GOOD}&grant_type=client_credentials`,
      `${GOOD}&grant%5Ftype=password`,
      'grant_type[]=client_credentials&resource=m2',
    ];
    for (const form of forms) expectOAuthError(await door.send({ form }), 400, 'invalid_request');
  });

  it('B043: refuses a client that may call nobody', async () => {
    const { secret } = await door.addCredential('m3', { kind: 'secret' });
    const form = { client_id: 'm3', client_secret: secret };
    const answer = await door.grant(form, { authorization: null });
    expectOAuthError(answer, 400, 'unauthorized_client');
  });

  it('B063: refuses a request that names no target', async () => {
    expectOAuthError(await door.grant({ resource: undefined }), 400, 'invalid_target');
    expectOAuthError(await door.grant({ resource: '' }), 400, 'invalid_target');
  });

  it.each([
    '/hello',
    '//localhost:8002',
    'localhost:8002',
    'http://localhost:8002/#top',
    'javascript:alert(1)',
    'http://m1:secret@localhost:8002',
    `http://localhost:8002/${'x'.repeat(10_000)}`,
    'm2 ',
    'M2',
    '*',
    '__proto__',
    'http://',
  ])('B064: refuses the resource %j', async (resource) => {
    expectOAuthError(await door.grant({ resource }), 400, 'invalid_target');
  });

  it('B065: does not tell an unknown target from a forbidden one', async () => {
    const resources = ['m3', 'http://localhost:8003', 'm4', 'http://localhost:9', 'constructor'];
    const answers = await Promise.all(resources.map((resource) => door.grant({ resource })));
    for (const answer of answers) expectOAuthError(answer, 400, 'invalid_target');
    const told = answers.map(({ text }) => text.replace(/"decision_id":"[^"]+"/, ''));
    expect(new Set(told).size).toBe(1);
  });

  it('B066: refuses two resources', async () => {
    for (const second of ['resource=m2', 'resource=m1', 'audience=m1']) {
      expectOAuthError(await door.send({ form: `${GOOD}&${second}` }), 400, 'invalid_target');
    }
  });

  it('B067: takes audience for resource', async () => {
    for (const audience of ['m2', 'http://localhost:8002', 'http://localhost:8002/']) {
      const answer = await door.grant({ resource: undefined, audience });
      expect(claimsOf(tokenOf(answer).access_token)).toMatchObject({ aud: 'm2', sub: 'm1' });
    }
    expect((await door.grant({ audience: 'http://localhost:8002' })).status).toBe(200);
  });

  it.each(['c', 'a c', 'a"', 'a\\', 'a  b', ' a', 'x'.repeat(10_000)])(
    'B068: refuses the scope %j',
    async (scope) => {
      expectOAuthError(await door.grant({ scope }), 400, 'invalid_scope');
    },
  );

  it('B069: takes an empty scope for none, and says what it granted', async () => {
    expect(tokenOf(await door.grant({ scope: '' }))).toMatchObject({ scope: 'a b' });
    expect(tokenOf(await door.grant({ scope: 'b' }))).toMatchObject({ scope: 'b' });
  });

  it('B070: ignores parameters that it does not know, and lets none of them into the token', async () => {
    const answer = await door.grant({ sub: 'm2', iss: 'x', exp: '9999999999', roles: 'admin' });
    const claims = claimsOf(tokenOf(answer).access_token);
    expect(claims).toMatchObject({ sub: 'm1', iss: 'auth-server', client_id: 'm1' });
    expect(claims['roles']).toBeUndefined();
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(1800);
  });

  it('B071: refuses what is not percent-encoded UTF-8', async () => {
    const charset = ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-16'];
    expectOAuthError(await door.send({ form: GOOD, type: charset }), 400, 'invalid_request');
    for (const value of ['%c0%af', '%00', '%zz', '%', '%ed%a0%80']) {
      const answer = await door.send({ form: `${GOOD}&scope=${value}` });
      expectOAuthError(answer, 400, 'invalid_request');
    }
  });

  it('B072: refuses a body that is too large, and one of too many parameters', async () => {
    for (const form of [`${GOOD}&scope=${'x'.repeat(1_000_000)}`, `${GOOD}&${encoded(30_000)}`]) {
      expect((await door.send({ form })).status).toBe(413);
    }
    expectOAuthError(await door.send({ form: `${GOOD}&${encoded(63)}` }), 400, 'invalid_request');
    expect((await door.send({ form: `${GOOD}&${encoded(62)}` })).status).toBe(200);
  });

  it('B073: knows text only, whatever a parser might make of it', async () => {
    for (const trick of ['client_id[$ne]=x', '__proto__[x]=1', 'a[b]=c&a.b=d', 'constructor=1']) {
      expect((await door.send({ form: `${GOOD}&${trick}` })).status).toBe(200);
    }
    const form = 'grant_type=client_credentials&resource[]=m2';
    expectOAuthError(await door.send({ form }), 400, 'invalid_target');
  });

  it('B074: answers POST only', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await door.send({ method, path: `/oauth/token?${GOOD}` });
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
    }
  });

  it('B075: repeats nothing that was sent, and shows no stack', async () => {
    const odd = '<b>"\\\r\nx';
    const answers = await Promise.all(
      ['grant_type', 'resource', 'scope', 'client_id', 'client_assertion_type'].map((name) =>
        door.grant({ [name]: odd }),
      ),
    );
    for (const { status, text, headers } of answers) {
      expect(status).toBe(400);
      expect(headers['cache-control']).toBe('no-store');
      expect(text).not.toMatch(/<b>|\\\\|at .*\.js:/);
    }
  });
});

function claimsOf(token: string): Record<string, unknown> {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(payload) as Record<string, unknown>;
}
