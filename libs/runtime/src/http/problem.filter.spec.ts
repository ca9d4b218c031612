import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { send, sendBytes } from '../../../../test/support/send-request.js';
import { createApplication } from '../process/run-application.js';
import { RuntimeModule } from '../process/runtime.module.js';
import { HTTP_LIMITS } from './limits.js';

@Controller()
class EchoController {
  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return {
      kind: typeof body,
      inherited: (body as { polluted?: unknown } | null)?.polluted ?? null,
    };
  }

  @Get('named/:name')
  named(@Param('name') name: string): string {
    return name;
  }

  @Get('broken')
  broken(): never {
    throw new TypeError('secret-in-a-message');
  }

  @Get('thrown-text')
  thrownText(): never {
    // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- libraries do it
    throw 'a bare text';
  }
}

@Module({ imports: [RuntimeModule], controllers: [EchoController] })
class EchoModule {}

const json = { 'content-type': 'application/json' };
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const codeOf = ({ text }: { readonly text: string }): string =>
  (JSON.parse(text) as { code: string }).code;

describe('ProblemFilter over HTTP', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: EchoModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });
  beforeEach(() => log.clear());

  const post = (body: string | Buffer, headers: Record<string, string> = json) =>
    send(url, { method: 'POST', path: '/echo', headers, body });

  it.each([
    ['malformed JSON', '{"target":', 400, 'M2M_REQUEST_INVALID'],
    ['trailing garbage', '{"a":1} x', 400, 'M2M_REQUEST_INVALID'],
    ['NaN', '{"a":NaN}', 400, 'M2M_REQUEST_INVALID'],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), 400, 'M2M_REQUEST_INVALID'],
    ['a __proto__ member', '{"__proto__":{"polluted":1}}', 400, 'M2M_REQUEST_INVALID'],
    ['an escaped __proto__', '{"\\u005f_proto__":{"polluted":1}}', 400, 'M2M_REQUEST_INVALID'],
    ['a constructor.prototype', '{"constructor":{"prototype":{}}}', 400, 'M2M_REQUEST_INVALID'],
    ['100 000 levels', nested(100_000), 413, 'M2M_BODY_TOO_LARGE'],
    ['unclosed levels', '['.repeat(16_000), 400, 'M2M_REQUEST_INVALID'],
    ['a body over the limit', `"${'x'.repeat(HTTP_LIMITS.bodyBytes)}"`, 413, 'M2M_BODY_TOO_LARGE'],
  ])('refuses %s', async (_what, body, status, code) => {
    const answer = await post(body);
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status, code });
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringContaining('application/json'),
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(log.text).toBe('');
    expect((await post('{"target":"m2"}')).status).toBe(201);
  });

  it('lets 5000 levels through without falling over', async () => {
    const answer = await post(nested(5000));
    expect(JSON.parse(answer.text)).toEqual({ kind: 'object', inherited: null });
  });

  it.each([
    ['text/plain', 'x'],
    ['application/x-www-form-urlencoded', 'target=m2'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/json\ta', '{}'],
    ['application/jsonx', '{}'],
    ['application/', '{}'],
  ])('refuses a body of type "%s"', async (type, body) => {
    const answer = await post(body, { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(codeOf(answer)).toBe('M2M_CONTENT_TYPE_NOT_SUPPORTED');
  });

  it('refuses a body without a type, however it is framed', async () => {
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }, { 'content-type': '' }]) {
      const answer = await post('{"target":"m2"}', headers);
      expect(answer.status).toBe(415);
      expect(codeOf(answer)).toBe('M2M_CONTENT_TYPE_NOT_SUPPORTED');
    }
  });

  it.each(['gzip', 'br', 'identity, gzip', ''])(
    'refuses Content-Encoding "%s"',
    async (encoding) => {
      const answer = await post('{}', { ...json, 'content-encoding': encoding });
      expect(answer.status).toBe(415);
      expect(codeOf(answer)).toBe('M2M_CONTENT_ENCODING_NOT_SUPPORTED');
      expect(answer.headers['accept-encoding']).toBe('identity');
    },
  );

  it('takes Content-Encoding identity for none', async () => {
    expect((await post('{}', { ...json, 'content-encoding': 'identity' })).status).toBe(201);
  });

  it('answers an unknown route with 404 and nothing of the path', async () => {
    const answer = await send(url, { path: '/<script>' });
    expect(answer.status).toBe(404);
    expect(codeOf(answer)).toBe('M2M_ROUTE_UNKNOWN');
    expect(answer.text).not.toContain('script');
  });

  it.each([
    ['GET', '/echo', 'POST'],
    ['TRACE', '/echo?x=1', 'POST'],
    ['DELETE', '/broken', 'GET, HEAD'],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allow) => {
    const answer = await send(url, { method, path });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe(allow);
    expect(codeOf(answer)).toBe('M2M_METHOD_NOT_ALLOWED');
  });

  it.each([
    ['a percent escape that is none', '/named/%zz', 400],
    ['a parameter that is too long', `/named/${'x'.repeat(HTTP_LIMITS.maxParamLength + 1)}`, 414],
  ])('answers %s as a problem', async (_what, path, status) => {
    const answer = await send(url, { path });
    expect(answer.status).toBe(status);
    expect(codeOf(answer)).toMatch(/^M2M_/);
    expect(answer.text).not.toMatch(/xxx|%zz/);
  });

  it.each([
    [
      'a header section over the limit',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(HTTP_LIMITS.headerBytes)}\r\n\r\n`,
      431,
    ],
    [
      'two lengths that differ',
      'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
      400,
    ],
    ['no HTTP at all', 'hello\r\n\r\n', 400],
  ])('hangs up on %s', async (_what, bytes, status) => {
    const answer = await sendBytes(url, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).not.toContain('yyy');
  });

  it('says nothing about a failure that nobody foresaw, but logs it under the request id', async () => {
    const answer = await send(url, { path: '/broken', headers: { 'x-request-id': 'request-42' } });
    expect(answer.status).toBe(500);
    expect(answer.headers['x-request-id']).toBe('request-42');
    expect(JSON.parse(answer.text)).toMatchObject({ statusCode: 500, code: 'M2M_INTERNAL' });
    expect(answer.text).not.toContain('secret-in-a-message');
    expect(log.lines).toEqual([
      expect.objectContaining({
        level: 'error',
        message: 'request failed',
        requestId: 'request-42',
        path: '/broken',
        stack: expect.stringContaining('TypeError: secret-in-a-message'),
      }),
    ]);
  });

  it('logs what is no error at all as text', async () => {
    expect((await send(url, { path: '/thrown-text' })).status).toBe(500);
    expect(log.lines).toEqual([expect.objectContaining({ stack: 'a bare text' })]);
  });
});
