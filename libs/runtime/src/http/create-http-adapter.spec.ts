import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import http, { type Server } from 'node:http';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { send } from '../../../../test/support/send-request.js';
import { createApplication } from '../process/run-application.js';
import { RuntimeModule } from '../process/runtime.module.js';
import { createHttpAdapter } from './create-http-adapter.js';

@Controller()
class OpenController {
  @Get()
  root(): string {
    return 'open';
  }
}

@Module({ imports: [RuntimeModule], controllers: [OpenController] })
class OpenModule {}

describe('createHttpAdapter', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: OpenModule }, { logFormat: 'text' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  it.each(['12345678', 'a.b_c-D9x', 'x'.repeat(64)])('keeps the request id "%s"', async (id) => {
    const { headers } = await send(url, { headers: { 'x-request-id': id } });
    expect(headers['x-request-id']).toBe(id);
  });

  it.each([
    ['is missing', {}],
    ['is too short', { 'x-request-id': '1234567' }],
    ['is too long', { 'x-request-id': 'x'.repeat(65) }],
    ['would forge a log line', { 'x-request-id': '12345678 level=error' }],
    ['holds markup', { 'x-request-id': '<script>alert(1)</script>' }],
    ['comes twice', { 'x-request-id': ['request-1', 'request-2'] }],
  ])('makes a request id of its own when the given one %s', async (_why, headers) => {
    const answer = await send(url, { headers });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it.each(['/', '/nowhere'])('sends the security headers with the answer of %s', async (path) => {
    const { headers } = await send(url, { path });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('gives no connection unlimited time', () => {
    const server: Server = app.getHttpServer();
    expect({
      headersTimeout: server.headersTimeout,
      requestTimeout: server.requestTimeout,
      keepAliveTimeout: server.keepAliveTimeout,
    }).toEqual({ headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 65_000 });
  });

  it('bounds what one request may bring, and looks for slow ones often', async () => {
    const createServer = jest.spyOn(http, 'createServer');
    const adapter = createHttpAdapter();
    expect(createServer.mock.calls[0]?.[0]).toMatchObject({
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      connectionsCheckingInterval: 5_000,
    });
    expect(adapter.getInstance().initialConfig).toMatchObject({ bodyLimit: 16_384 });
    createServer.mockRestore();
    await adapter.close();
  });
});

const addressOf = async (trustedProxies: readonly string[], forwarded: string) => {
  const fastify = createHttpAdapter(trustedProxies).getInstance();
  fastify.get('/', (request) => Promise.resolve(request.ip));
  const headers = { 'x-forwarded-for': forwarded };
  const answer = await fastify.inject({ url: '/', headers, remoteAddress: '10.0.0.1' });
  await fastify.close();
  return answer.body;
};

describe('createHttpAdapter with trusted proxies', () => {
  it.each([
    ['no proxy is trusted', [], '192.0.2.1', '10.0.0.1'],
    ['another proxy is trusted', ['10.0.0.2'], '192.0.2.1', '10.0.0.1'],
    ['its network is trusted', ['10.0.0.0/8'], '192.0.2.1', '192.0.2.1'],
    ['the client claims another address', ['10.0.0.1'], '198.51.100.9, 192.0.2.1', '192.0.2.1'],
    ['two proxies are trusted', ['10.0.0.0/8'], '192.0.2.1, 10.0.0.2', '192.0.2.1'],
  ])('takes the right address when %s', async (_, trusted, forwarded, address) => {
    expect(await addressOf(trusted, forwarded)).toBe(address);
  });
});
