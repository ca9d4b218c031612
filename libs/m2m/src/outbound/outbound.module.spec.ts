import { Test } from '@nestjs/testing';
import { StubAuthServer } from '../../../../test/support/stub-auth-server.js';
import { StubTarget } from '../../../../test/support/stub-target.js';
import { M2MOutboundModule } from './outbound.module.js';
import { TokenClientService } from './token-client.service.js';

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
});
