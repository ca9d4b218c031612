import { M2MOutboundModule, TokenClientService } from '@app/m2m';
import { createApplication, RuntimeModule } from '@app/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { send, type Answer } from '../../../../test/support/send-request.js';
import { refused, StubAuthServer } from '../../../../test/support/stub-auth-server.js';
import type { StubReply } from '../../../../test/support/stub-server.js';
import { invalidToken, StubTarget } from '../../../../test/support/stub-target.js';
import { QueryModule } from './query.module.js';

class SpecModule {}

describe('POST /query', () => {
  let authServer: StubAuthServer;
  let target: StubTarget;
  let app: NestFastifyApplication;
  let log: CapturedLog;

  beforeEach(async () => {
    log = new CapturedLog({ useLogger: false });
    authServer = await new StubAuthServer().listen();
    target = await new StubTarget().listen();
    const outbound = M2MOutboundModule.forRoot({
      name: 'm1',
      authServer: authServer.url,
      credential: 'bootstrap.token.tell-tale',
      targets: { m2: target.url },
    });
    const imports = [RuntimeModule, outbound, QueryModule];
    app = await createApplication({ module: SpecModule, imports }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
  });
  afterEach(async () => {
    await app.close();
    await authServer.close();
    await target.close();
    log.release();
  });

  const query = async (body: unknown): Promise<Answer> =>
    send(await app.getUrl(), {
      method: 'POST',
      path: '/query',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('answers what the target answers, and shows the target its token only', async () => {
    const answer = await query({ target: 'm2' });
    expect(answer).toMatchObject({ status: 200, text: 'hello' });
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(target.requests).toEqual([
      expect.objectContaining({
        path: '/hello',
        headers: expect.objectContaining({ authorization: 'Bearer token-1' }),
      }),
    ]);
  });

  it('asks the auth-server once for many queries at the same moment', async () => {
    await Promise.all(Array.from({ length: 20 }, () => query({ target: 'm2' })));
    expect(authServer.requests).toHaveLength(1);
  });

  const BODIES = [null, [], 'm2', 5, {}, { target: '' }, { target: null }, { target: ['m2'] }];
  const ADDRESSES = [
    'http://127.0.0.1:1/',
    '//evil',
    '../m2',
    'm2@evil',
    'm2#',
    'm2%00',
    'm2:9999',
  ];

  it('refuses what names no microservice, and sends nothing to anybody', async () => {
    for (const body of [...BODIES, ...ADDRESSES.map((address) => ({ target: address }))]) {
      const answer = await query(body);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'M2M_TARGET_INVALID' });
      expect(answer.text).not.toContain('evil');
    }
    expect(authServer.requests).toEqual([]);
    expect(target.requests).toEqual([]);
    expect((await query({ target: 'm2' })).status).toBe(200);
  });

  it.each<[string, StubReply, number, string]>([
    ['the policy says no', refused('M2M_EDGE_NOT_ALLOWED'), 401, 'M2M_EDGE_NOT_ALLOWED'],
    ['the credential is refused', refused('M2M_TOKEN_EXPIRED'), 401, 'M2M_CREDENTIAL_EXPIRED'],
    ['the auth-server fails', { status: 500, body: 'x' }, 503, 'M2M_AUTH_SERVER_UNREACHABLE'],
    ['the auth-server is away', 'reset', 503, 'M2M_AUTH_SERVER_UNREACHABLE'],
    ['the auth-server is none', { body: '<html>' }, 503, 'M2M_TOKEN_RESPONSE_INVALID'],
  ])('says so when %s', async (_what, reply, status, code) => {
    authServer.reply = () => reply;
    const answer = await query({ target: 'm2' });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ statusCode: status, code });
    expect(answer.headers['retry-after'] !== undefined).toBe(status === 503);
    expect(target.requests).toEqual([]);
    expect(answer.text + log.text).not.toContain('tell-tale');
  });

  it.each<[string, StubReply, string]>([
    ['refuses the token', invalidToken, 'M2M_TARGET_REFUSED'],
    ['forbids the call', { status: 403, body: 'raw' }, 'M2M_TARGET_REFUSED'],
    ['fails', { status: 500, body: 'raw' }, 'M2M_TARGET_FAILED'],
    ['points elsewhere', { status: 302, headers: { location: '/' } }, 'M2M_TARGET_REDIRECTED'],
    ['hangs up', 'reset', 'M2M_TARGET_UNREACHABLE'],
  ])('answers 502 when the target %s', async (_what, reply, code) => {
    target.reply = () => reply;
    const answer = await query({ target: 'm2' });
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text)).toMatchObject({ code });
    expect(answer.text).not.toContain('raw');
  });

  it('hides a failure that nobody foresaw, and logs it', async () => {
    jest.spyOn(app.get(TokenClientService, { strict: false }), 'for').mockImplementation(() => {
      throw new TypeError('surprise');
    });
    const answer = await query({ target: 'm2' });
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'M2M_INTERNAL' });
    expect(answer.text).not.toContain('surprise');
    expect(log.text).toContain('TypeError: surprise');
  });
});
