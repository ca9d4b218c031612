import { decodeJwt } from 'jose';
import {
  AccessTokenDoor,
  ASK_FOR_M2,
  expectRefusal,
  JSON_TYPE,
} from '../../support/access-token-door.js';
import { corpus } from '../../support/corpus.js';

const nowSec = () => Math.floor(Date.now() / 1000);
/** A document of the corpus: its bytes, or how to make them. */
type JsonDocument =
  | { readonly b64: string }
  | { readonly gen: { readonly repeat: string; readonly n: number; readonly tail: string } };

const bytesOf = (document: JsonDocument): Buffer =>
  'b64' in document
    ? Buffer.from(document.b64, 'base64')
    : Buffer.from(document.gen.repeat.repeat(document.gen.n) + document.gen.tail);

describe('a bad body on POST /accesstoken', () => {
  let door: AccessTokenDoor;
  beforeAll(async () => {
    door = await AccessTokenDoor.open();
  }, 60_000);
  afterEach(() => door.expectStillGood());
  afterAll(() => door.close());

  it('B014: refuses an empty body', async () => {
    expectRefusal(await door.send({ body: '' }), 400);
  });

  it('B015: refuses JSON that is no object', async () => {
    for (const body of ['null', '[]', '"x"', '1', 'true']) {
      expectRefusal(await door.send({ body }), 400, 'M2M_REQUEST_INVALID');
    }
  });

  it('B016: refuses malformed JSON', async () => {
    const documents = corpus<JsonDocument>('json-testsuite');
    expect(documents.length).toBeGreaterThan(100);
    const bodies = documents.map(bytesOf);
    const own = [
      Buffer.from(`${ASK_FOR_M2} x`),
      Buffer.from(ASK_FOR_M2, 'utf16le'),
      Buffer.from('{"target":NaN}'),
    ];
    for (const body of [...bodies, ...own]) {
      const answer = await door.send({ body });
      expect([400, 413]).toContain(answer.status);
      expectRefusal(answer, answer.status);
    }
  });

  it('B017: refuses a body of another type or of none', async () => {
    const types = [
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/jsonx',
      'json',
      '*/*',
    ];
    const authorization = ['Authorization', `Bearer ${door.credential}`];
    for (const type of types) {
      const headers = [...authorization, 'Content-Type', type];
      expectRefusal(await door.send({ headers }), 415, 'M2M_CONTENT_TYPE_NOT_SUPPORTED');
    }
    expectRefusal(
      await door.send({ headers: authorization }),
      415,
      'M2M_CONTENT_TYPE_NOT_SUPPORTED',
    );
    for (const type of ['application/json\ta', ' application/json', 'application/json;x=\t']) {
      const answer = await door.send({
        headers: [...authorization, 'Content-Type', type],
        body: '[]',
      });
      expect([400, 415]).toContain(answer.status);
    }
  });

  it('B018: refuses a compressed body', async () => {
    for (const encoding of ['gzip', 'br', 'zstd']) {
      const headers = [...JSON_TYPE, 'Authorization', `Bearer ${door.credential}`];
      const answer = await door.send({ headers: [...headers, 'Content-Encoding', encoding] });
      expectRefusal(answer, 415, 'M2M_CONTENT_ENCODING_NOT_SUPPORTED');
    }
  });

  it('B019: refuses no target, an empty one, and one of any great length', async () => {
    for (const body of ['{}', '{"target":""}', '{"target":" "}', '{"target":null}']) {
      expectRefusal(await door.send({ body }), 400, 'M2M_REQUEST_INVALID');
    }
    expectRefusal(await door.target('m'.repeat(300)), 400);
    expectRefusal(await door.target('m'.repeat(1_000_000)), 413, 'M2M_BODY_TOO_LARGE');
  });

  it('B023: refuses a target that is no string', async () => {
    for (const value of [['m2'], { name: 'm2' }, 2, [['m2']], true]) {
      expectRefusal(await door.target(value), 400, 'M2M_REQUEST_INVALID');
    }
  });

  it('B027: decides on the last of two targets, and signs that one', async () => {
    expectRefusal(
      await door.send({ body: '{"target":"m2","target":"m3"}' }),
      401,
      'M2M_EDGE_NOT_ALLOWED',
    );
    const answer = await door.send({ body: '{"target":"m3","target":"m2"}' });
    const { accessToken } = JSON.parse(answer.text) as { accessToken: string };
    expect(decodeJwt(accessToken).aud).toBe('m2');
  });

  it('B028: lets no further member of the body reach a claim', async () => {
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
    const answer = await door.send({ body: JSON.stringify({ target: 'm2', ...further }) });
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

  it('B029: takes nothing else for a target', async () => {
    for (const body of ['{"audience":"m2"}', '{"resource":"m2"}', '{"scope":"a"}']) {
      expectRefusal(await door.send({ body }), 400, 'M2M_REQUEST_INVALID');
    }
  });

  it('B030: ignores a lifetime that the body asks for', async () => {
    for (const ttl of [-1, 0, 1e12, 'x', 0.5]) {
      const answer = await door.send({ body: JSON.stringify({ target: 'm2', ttl }) });
      expect(JSON.parse(answer.text)).toMatchObject({ expiresIn: 1800 });
    }
  });
});
