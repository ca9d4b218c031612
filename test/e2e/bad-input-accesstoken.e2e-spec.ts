import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { badInputSection, corpus } from '../support/corpus.js';
import { DemoSystem } from '../support/demo-system.js';
import { exactRequest, type ExactAnswer } from '../support/exact-request.js';
import { mintAtCore } from '../support/mint-at-core.js';

const BOOTSTRAP = { iss: 'auth-server', sub: 'm1', aud: 'auth-server' };
const JSON_TYPE = ['Content-Type', 'application/json'];
const M2 = '{"target":"m2"}';
const nowSec = () => Math.floor(Date.now() / 1000);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('bad input on POST /accesstoken', () => {
  let demo: DemoSystem;
  let url: string;
  let credential: string;
  const covered = new Set<string>();

  beforeAll(async () => {
    demo = await DemoSystem.start();
    url = demo.url('auth-server', '/accesstoken');
    credential = await mintAtCore(demo, BOOTSTRAP);
  }, 60_000);
  afterAll(() => demo.stop());

  /** The next good request works, whatever came before it. */
  afterEach(async () => {
    expect((await send({})).status).toBe(200);
  });

  interface Attempt {
    readonly token?: string;
    readonly headers?: readonly string[];
    readonly body?: string | Buffer;
    readonly method?: string;
    readonly query?: string;
  }

  const send = ({ token = credential, headers, body = M2, method, query = '' }: Attempt) =>
    exactRequest(`${url}${query}`, {
      headers: headers ?? [...JSON_TYPE, 'Authorization', `Bearer ${token}`],
      body,
      ...(method !== undefined && { method }),
    });

  const target = (value: unknown) => send({ body: JSON.stringify({ target: value }) });

  /** A refusal has a status, a stable code, no token, and nothing of what was sent. */
  const expectRefusal = (answer: ExactAnswer, status: number, code?: string) => {
    expect(answer.status).toBe(status);
    const body = JSON.parse(answer.text) as { statusCode: number; code: string };
    expect(body).toMatchObject({
      statusCode: status,
      code: code ?? expect.stringMatching(/^M2M_/),
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm=/);
    expect(answer.text).not.toMatch(/accessToken|at .*\.js:/);
  };

  const caseOf = (id: string, title: string, run: () => Promise<void>, timeoutMs = 30_000) => {
    covered.add(id);
    it(`${id}: ${title}`, run, timeoutMs);
  };

  const signedElsewhere = async (claims: object, alg = 'RS256') => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { kid = '' } = decodeProtectedHeader(credential);
    return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(privateKey);
  };

  caseOf('B001', 'asks for a token when there is none, without an error code', async () => {
    const answer = await send({ headers: JSON_TYPE });
    expectRefusal(answer, 401, 'M2M_TOKEN_MISSING');
    expect(answer.headers['www-authenticate']).not.toContain('error=');
  });

  caseOf('B002', 'asks for a token when another scheme was used', async () => {
    const answer = await send({ headers: [...JSON_TYPE, 'Authorization', 'Basic bTE6eA=='] });
    expectRefusal(answer, 401);
    expect(answer.headers['www-authenticate']).not.toContain('error=');
  });

  caseOf('B003', 'refuses a bearer header without a token', async () => {
    for (const header of ['Bearer', 'Bearer ', 'Bearer    ']) {
      const answer = await send({ headers: [...JSON_TYPE, 'Authorization', header] });
      expect([400, 401]).toContain(answer.status);
      expectRefusal(answer, answer.status);
    }
  });

  caseOf('B004', 'refuses two Authorization headers', async () => {
    const twice = [
      'Authorization',
      `Bearer ${credential}`,
      'Authorization',
      `Bearer ${credential}`,
    ];
    expectRefusal(
      await send({ headers: [...JSON_TYPE, ...twice] }),
      400,
      'M2M_CREDENTIAL_AMBIGUOUS',
    );
  });

  caseOf('B005', 'takes no credential from the query or the body', async () => {
    const query = `?access_token=${credential}`;
    expectRefusal(await send({ query }), 400);
    expectRefusal(await send({ query, headers: JSON_TYPE }), 400);
    const body = JSON.stringify({ target: 'm2', access_token: credential });
    expectRefusal(await send({ body }), 400);
    expectRefusal(await send({ body, headers: JSON_TYPE }), 401);
  });

  caseOf('B006', 'refuses what is no compact JWS', async () => {
    const [header, payload, signature] = credential.split('.');
    const json = JSON.stringify({ payload, signatures: [{ protected: header, signature }] });
    for (const token of ['abc', 'a.b.c', '...', 'a.b.c.d.e', json, `${credential}.x`]) {
      expectRefusal(await send({ token }), 401);
    }
  });

  caseOf('B007', 'refuses another issuer’s signature under the right key id', async () => {
    const token = await signedElsewhere({ ...BOOTSTRAP, iat: nowSec(), exp: nowSec() + 600 });
    expectRefusal(await send({ token }), 401, 'M2M_SIGNATURE_INVALID');
  });

  caseOf('B008', 'refuses no signature, and the public key taken for a secret', async () => {
    const answer = await fetch(demo.url('auth-server', '/.well-known/jwks.json'));
    const { keys } = (await answer.json()) as { keys: { kid: string }[] };
    const { kid } = decodeProtectedHeader(credential);
    const jwk = keys.find((key) => key.kid === kid) ?? {};
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const secrets = [
      key.export({ format: 'pem', type: 'spki' }),
      key.export({ format: 'pem', type: 'pkcs1' }),
      key.export({ format: 'der', type: 'spki' }),
      JSON.stringify(jwk),
      '',
    ];
    const claims = part(decodeJwt(credential));
    for (const alg of ['none', 'None', 'nOnE', '']) {
      expectRefusal(await send({ token: `${part({ alg, kid, typ: 'JWT' })}.${claims}.` }), 401);
    }
    for (const secret of secrets) {
      const input = `${part({ alg: 'HS256', kid, typ: 'JWT' })}.${claims}`;
      const mac = createHmac('sha256', secret).update(input).digest('base64url');
      const refused = await send({ token: `${input}.${mac}` });
      expectRefusal(refused, 401, 'M2M_ALGORITHM_NOT_ALLOWED');
    }
  });

  caseOf('B009', 'refuses an access token', async () => {
    const { accessToken } = JSON.parse((await send({})).text) as { accessToken: string };
    expectRefusal(await send({ token: accessToken }), 401);
  });

  caseOf('B010', 'refuses a SuperTokens session token', async () => {
    const session = {
      sub: 'm1',
      iss: 'http://localhost:8000/auth',
      sessionHandle: 'x',
      tId: 'public',
    };
    for (const claims of [session, { ...session, iss: 'auth-server', aud: 'auth-server' }]) {
      const token = await mintAtCore(demo, claims, { validity: 3600, useStaticSigningKey: false });
      expectRefusal(await send({ token }), 401);
    }
  });

  caseOf('B011', 'refuses an expired, a future and an unknown credential', async () => {
    const flaws = [
      { iat: nowSec() - 600, exp: nowSec() - 300 },
      { nbf: nowSec() + 600 },
      { iat: nowSec() + 600 },
    ];
    for (const flaw of flaws) {
      expectRefusal(await send({ token: await mintAtCore(demo, { ...BOOTSTRAP, ...flaw }) }), 401);
    }
  });

  caseOf('B012', 'refuses the credential of a microservice that does not exist', async () => {
    const token = await mintAtCore(demo, { ...BOOTSTRAP, sub: 'm9' });
    expectRefusal(await send({ token }), 401, 'M2M_CREDENTIAL_REJECTED');
  });

  caseOf('B013', 'refuses another name under the original signature', async () => {
    const [header, , signature] = credential.split('.');
    const payload = part({ ...decodeJwt(credential), sub: 'm2' });
    const answer = await send({ token: `${header}.${payload}.${signature}` });
    expectRefusal(answer, 401, 'M2M_SIGNATURE_INVALID');
  });

  caseOf('B014', 'refuses an empty body', async () => {
    expectRefusal(await send({ body: '' }), 400);
  });

  caseOf('B015', 'refuses JSON that is no object', async () => {
    for (const body of ['null', '[]', '"x"', '1', 'true']) {
      expectRefusal(await send({ body }), 400, 'M2M_REQUEST_INVALID');
    }
  });

  caseOf('B016', 'refuses malformed JSON', async () => {
    const documents = corpus<{ b64: string }>('json-testsuite');
    expect(documents.length).toBeGreaterThan(100);
    const bodies = documents.map(({ b64 }) => Buffer.from(b64, 'base64'));
    const own = [Buffer.from(`${M2} x`), Buffer.from(M2, 'utf16le'), Buffer.from('{"target":NaN}')];
    for (const body of [...bodies, ...own]) {
      const answer = await send({ body });
      expect([400, 413]).toContain(answer.status);
      expectRefusal(answer, answer.status);
    }
  });

  caseOf('B017', 'refuses a body of another type or of none', async () => {
    const types = [
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/jsonx',
      'json',
      '*/*',
    ];
    const authorization = ['Authorization', `Bearer ${credential}`];
    for (const type of types) {
      const headers = [...authorization, 'Content-Type', type];
      expectRefusal(await send({ headers }), 415, 'M2M_CONTENT_TYPE_NOT_SUPPORTED');
    }
    expectRefusal(await send({ headers: authorization }), 415, 'M2M_CONTENT_TYPE_NOT_SUPPORTED');
    for (const type of ['application/json\ta', ' application/json', 'application/json;x=\t']) {
      const answer = await send({ headers: [...authorization, 'Content-Type', type], body: '[]' });
      expect([400, 415]).toContain(answer.status);
    }
  });

  caseOf('B018', 'refuses a compressed body', async () => {
    for (const encoding of ['gzip', 'br', 'zstd']) {
      const headers = [...JSON_TYPE, 'Authorization', `Bearer ${credential}`];
      const answer = await send({ headers: [...headers, 'Content-Encoding', encoding] });
      expectRefusal(answer, 415, 'M2M_CONTENT_ENCODING_NOT_SUPPORTED');
    }
  });

  caseOf('B019', 'refuses no target, an empty one, and one of any great length', async () => {
    for (const body of ['{}', '{"target":""}', '{"target":" "}', '{"target":null}']) {
      expectRefusal(await send({ body }), 400, 'M2M_REQUEST_INVALID');
    }
    expectRefusal(await target('m'.repeat(300)), 400);
    expectRefusal(await target('m'.repeat(1_000_000)), 413, 'M2M_BODY_TOO_LARGE');
  });

  const expectNoEdge = async (value: string) => {
    const answer = await target(value);
    expectRefusal(answer, 401, 'M2M_EDGE_NOT_ALLOWED');
    return { ...(JSON.parse(answer.text) as object), decisionId: '' };
  };

  caseOf('B020', 'has no edge to an unknown target', async () => {
    await expectNoEdge('m9');
  });

  caseOf('B021', 'answers for a forbidden target as for an unknown one', async () => {
    expect(await expectNoEdge('m3')).toEqual(await expectNoEdge('m9'));
  });

  caseOf('B022', 'lets a caller call itself only if the policy says so', async () => {
    expect((await target('m1')).status).toBe(200);
    const m3 = await mintAtCore(demo, { ...BOOTSTRAP, sub: 'm3' });
    expectRefusal(await send({ token: m3, body: '{"target":"m3"}' }), 401, 'M2M_EDGE_NOT_ALLOWED');
  });

  caseOf('B023', 'refuses a target that is no string', async () => {
    for (const value of [['m2'], { name: 'm2' }, 2, [['m2']], true]) {
      expectRefusal(await target(value), 400, 'M2M_REQUEST_INVALID');
    }
  });

  caseOf('B024', 'knows no target by the name of a built-in property', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      await expectNoEdge(name);
    }
  });

  caseOf('B025', 'takes no name that merely resembles one', async () => {
    const names = ['M2', 'm2 ', ' m2', 'm2.', 'm2/', 'm2\0', 'm\u200b2', 'ｍ2', 'm2\u0301', 'm2\n'];
    for (const name of names) await expectNoEdge(name);
  });

  caseOf('B026', 'knows neither wildcards nor lists', async () => {
    for (const name of ['*', '%', '_', '.*', 'm1,m2', 'm1 m2', 'm_', 'm?'])
      await expectNoEdge(name);
  });

  caseOf('B027', 'decides on the last of two targets, and signs that one', async () => {
    expectRefusal(
      await send({ body: '{"target":"m2","target":"m3"}' }),
      401,
      'M2M_EDGE_NOT_ALLOWED',
    );
    const answer = await send({ body: '{"target":"m3","target":"m2"}' });
    const { accessToken } = JSON.parse(answer.text) as { accessToken: string };
    expect(decodeJwt(accessToken).aud).toBe('m2');
  });

  caseOf('B028', 'lets no further member of the body reach a claim', async () => {
    const further = {
      exp: 9_999_999_999,
      iat: 1,
      nbf: 1,
      iss: 'evil',
      sub: 'm3',
      aud: 'm3',
      roles: ['admin'],
      ttl: 1e9,
      validity: 1e9,
      algorithm: 'none',
      useStaticSigningKey: true,
    };
    const answer = await send({ body: JSON.stringify({ target: 'm2', ...further }) });
    const { accessToken } = JSON.parse(answer.text) as { accessToken: string };
    const { iat = 0, ...claims } = decodeJwt(accessToken);
    expect(Math.abs(iat - nowSec())).toBeLessThan(30);
    expect(claims).toEqual({
      iss: 'auth-server',
      sub: 'm1',
      aud: 'm2',
      client_id: 'm1',
      token_use: 'access',
      exp: iat + 1800,
      jti: expect.any(String),
    });
  });

  caseOf('B029', 'takes nothing else for a target', async () => {
    for (const body of ['{"audience":"m2"}', '{"resource":"m2"}', '{"scope":"a"}']) {
      expectRefusal(await send({ body }), 400, 'M2M_REQUEST_INVALID');
    }
  });

  caseOf('B030', 'ignores a lifetime that the body asks for', async () => {
    for (const ttl of [-1, 0, 1e12, 'x', 0.5]) {
      const answer = await send({ body: JSON.stringify({ target: 'm2', ttl }) });
      expect(JSON.parse(answer.text)).toMatchObject({ expiresIn: 1800 });
    }
  });

  caseOf(
    'B031',
    'answers attack strings as it answers any unknown name',
    async () => {
      const strings = [
        ...corpus<{ s: string }>('naughty-strings'),
        ...corpus<{ s: string }>('injection-strings'),
      ].map(({ s }) => s);
      expect(strings.length).toBeGreaterThan(500);
      for (const text of strings) {
        const answer = await target(text);
        const isNone = text.trim() === '' || text.length > 255;
        expectRefusal(answer, isNone ? 400 : 401);
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
      const decisions = demo
        .process('auth-server')
        .lines.filter((line) => line.includes('decision'));
      for (const line of decisions) expect(line).toMatch(/^[\x20-\x7e…]+$/);
    },
    60_000,
  );

  caseOf('B032', 'answers POST only, and says so', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await send({ method });
      expectRefusal(answer, 405, 'M2M_METHOD_NOT_ALLOWED');
      expect(answer.headers['allow']).toBe('POST');
    }
    const head = await exactRequest(url, { method: 'HEAD' });
    expect(head.status).toBe(405);
    expect((await exactRequest(url, { method: 'TRACE' })).status).toBeGreaterThanOrEqual(400);
  });

  const overSocket = (bytes: Buffer) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      const chunks: Buffer[] = [];
      const end = () => {
        socket.destroy();
        resolve(Buffer.concat(chunks).toString('latin1'));
      };
      socket.on('data', (chunk) => chunks.push(chunk)).once('close', end);
      socket.once('error', end).setTimeout(150, end);
      socket.write(bytes);
    });

  caseOf(
    'B033',
    'lets no oddity of HTTP past the guard',
    async () => {
      const cases = corpus<{ b64: string }>('http-raw').map(({ b64 }) =>
        Buffer.from(b64, 'base64'),
      );
      const own = [
        `POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n${M2}`,
        `post /accesstoken HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`,
        `POST /accesstoken HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n${M2}`,
      ].map((text) => Buffer.from(text));
      for (const bytes of [...cases, ...own]) {
        expect(await overSocket(bytes)).not.toMatch(/HTTP\/1\.[01] (200|5\d\d)|accessToken/);
      }
    },
    60_000,
  );

  caseOf(
    'B034',
    'answers a thousand equal requests in a row',
    async () => {
      for (let round = 0; round < 10; round += 1) {
        const answers = await Promise.all(Array.from({ length: 100 }, () => send({})));
        for (const { status } of answers) expect([200, 429]).toContain(status);
      }
    },
    60_000,
  );

  // B035 and B036 stop the start or the core: they have specs of their own.
  covered.add('B035').add('B036');

  it('has a test for every case of section A', () => {
    const all = badInputSection('A').map(({ id }) => id);
    expect(all.length).toBe(36);
    expect(all.filter((id) => !covered.has(id))).toEqual([]);
  });
});
