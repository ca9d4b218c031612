import { Injectable, Scope } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { recordedEvents } from '../../../../test/support/outbound-fixture.js';
import { StubAuthServer } from '../../../../test/support/stub-auth-server.js';
import { StubTarget } from '../../../../test/support/stub-target.js';
import { M2MOutboundModule } from './outbound.module.js';
import { TokenClientService } from './token-client.service.js';

@Injectable({ scope: Scope.TRANSIENT })
class Consumer {
  constructor(readonly client: TokenClientService) {}
}

describe('M2MOutboundModule', () => {
  const authServer = new StubAuthServer();
  const target = new StubTarget();

  beforeAll(() => Promise.all([authServer.listen(), target.listen()]));
  afterAll(() => Promise.all([authServer.close(), target.close()]));

  const options = () => ({
    name: 'm1',
    authServer: authServer.url,
    credential: 'bootstrap',
    targets: { m2: target.url },
  });

  it.each([
    ['forRoot', () => M2MOutboundModule.forRoot(options())],
    ['forRootAsync', () => M2MOutboundModule.forRootAsync({ useFactory: options })],
  ])('calls a target with a token of its own when made by %s', async (_, module) => {
    const app = await Test.createTestingModule({ imports: [module()] }).compile();

    const { data } = await app.get(TokenClientService).for('m2').get<string>('/hello');

    expect(data).toBe('hello');
    expect(target.requests.at(-1)?.headers.authorization).toMatch(/^Bearer token-\d+$/);
    expect(authServer.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: '/accesstoken',
      headers: { authorization: 'Bearer bootstrap', 'content-type': 'application/json' },
      body: '{"target":"m2"}',
    });
    await app.close();
  });

  it('stops the start of the application when an option is wrong', async () => {
    const module = M2MOutboundModule.forRoot({ ...options(), name: 'M1' });

    await expect(Test.createTestingModule({ imports: [module] }).compile()).rejects.toMatchObject({
      code: 'M2M_OPTIONS_INVALID',
      option: 'name',
    });
  });

  it('holds its tokens once, even for consumers that are made anew each time', async () => {
    const app = await Test.createTestingModule({
      imports: [M2MOutboundModule.forRoot(options())],
      providers: [Consumer],
    }).compile();
    const asked = authServer.requests.length;

    const [first, second] = await Promise.all([app.resolve(Consumer), app.resolve(Consumer)]);
    await first.client.getToken('m2');
    await second.client.getToken('m2');

    expect(first).not.toBe(second);
    expect(authServer.requests).toHaveLength(asked + 1);
    await app.close();
  });

  it('tells the listener of the application what it does', async () => {
    const { events, log } = recordedEvents();
    const app = await Test.createTestingModule({
      imports: [M2MOutboundModule.forRoot({ ...options(), events })],
    }).compile();

    await app.get(TokenClientService).getToken('m2');

    expect(log).toEqual([
      ['looked', 'm2', 'miss'],
      ['renewed', 'm2', 0],
    ]);
    await app.close();
  });

  it('is not global when it is told so', () => {
    const { isGlobal: _, ...given } = { ...options(), isGlobal: false };

    expect(M2MOutboundModule.forRoot(given).global).toBe(true);
    expect(M2MOutboundModule.forRoot({ ...given, isGlobal: false }).global).toBe(false);
  });
});
