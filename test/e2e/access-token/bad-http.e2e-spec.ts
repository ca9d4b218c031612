import { connect } from 'node:net';
import { AccessTokenDoor, ASK_FOR_M2, expectRefusal } from '../../support/access-token-door.js';
import { corpus } from '../../support/corpus.js';
import { exactRequest } from '../../support/exact-request.js';

describe('bad HTTP on POST /accesstoken', () => {
  let door: AccessTokenDoor;
  beforeAll(async () => {
    door = await AccessTokenDoor.open();
  }, 60_000);
  afterEach(() => door.expectStillGood());
  afterAll(() => door.close());

  const overSocket = (bytes: Buffer) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
      const chunks: Buffer[] = [];
      const end = () => {
        socket.destroy();
        resolve(Buffer.concat(chunks).toString('latin1'));
      };
      socket.on('data', (chunk) => chunks.push(chunk)).once('close', end);
      socket.once('error', end).setTimeout(150, end);
      socket.write(bytes);
    });

  it('B032: answers POST only, and says so', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await door.send({ method });
      expectRefusal(answer, 405, 'M2M_METHOD_NOT_ALLOWED');
      expect(answer.headers['allow']).toBe('POST');
    }
    const head = await exactRequest(door.url, { method: 'HEAD' });
    expect(head.status).toBe(405);
    expect((await exactRequest(door.url, { method: 'TRACE' })).status).toBeGreaterThanOrEqual(400);
  });

  it('B033: lets no oddity of HTTP past the guard', async () => {
    const cases = corpus<{ b64: string }>('http-raw').map(({ b64 }) => Buffer.from(b64, 'base64'));
    const own = [
      `POST ${door.url} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n${ASK_FOR_M2}`,
      `post /accesstoken HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`,
      `POST /accesstoken HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n${ASK_FOR_M2}`,
    ].map((text) => Buffer.from(text));
    for (const bytes of [...cases, ...own]) {
      expect(await overSocket(bytes)).not.toMatch(/HTTP\/1\.[01] (200|5\d\d)|accessToken/);
    }
  }, 60_000);

  it('B034: answers a thousand equal requests in a row', async () => {
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => door.send()));
      for (const { status } of answers) expect([200, 429]).toContain(status);
    }
  }, 60_000);
});
