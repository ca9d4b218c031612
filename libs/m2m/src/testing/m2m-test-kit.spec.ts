import { Module } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import {
  codeOf,
  GreetingController,
  KitFixture,
} from '../../../../test/support/kit-application.js';
import { M2MModule } from '../m2m.module.js';
import { TokenClientService } from '../outbound/token-client.service.js';
import type { M2MTestKit } from './m2m-test-kit.js';

let fixture: KitFixture;
let kit: M2MTestKit;

beforeEach(async () => {
  fixture = await KitFixture.start();
  ({ kit } = fixture);
});

afterEach(() => fixture.stop());

describe('time', () => {
  it('makes a good token expire', async () => {
    await fixture.run('m2');
    const headers = await kit.as('m1').headers('m2');
    kit.clock.advance(31 * 60_000);
    const answer = await kit.callWithoutToken('m2', '/hello', { headers });
    expect(await codeOf(answer)).toBe('M2M_TOKEN_EXPIRED');
  });

  it('follows the lifetime and the issuer of the kit', async () => {
    await fixture.stop();
    fixture = await KitFixture.start({ issuer: 'other', lifetimeSec: 60, refreshSec: 30 });
    ({ kit } = fixture);
    await fixture.run('m2');
    expect((await kit.as('m1').call('m2', '/hello')).status).toBe(200);
    const headers = await kit.as('m1').headers('m2');
    kit.clock.advance(91_000);
    expect((await kit.callWithoutToken('m2', '/hello', { headers })).status).toBe(401);
  });
});

describe('faults', () => {
  it('leave 25 minutes without one failed call while the auth-server is down', async () => {
    await fixture.run('m2');
    await kit.as('m1').call('m2', '/hello');
    kit.authServer.goDown();
    kit.clock.advance(25 * 60_000);
    expect((await kit.as('m1').call('m2', '/hello')).status).toBe(200);
    kit.clock.advance(5 * 60_000);
    await expect(kit.as('m1').call('m2', '/hello')).rejects.toMatchObject({
      code: 'M2M_AUTH_SERVER_UNREACHABLE',
    });
    kit.authServer.recover();
    kit.clock.advance(60_000);
    expect((await kit.as('m1').call('m2', '/hello')).status).toBe(200);
  });

  it('answer 503 when no key set was ever had', async () => {
    kit.authServer.goDown();
    await fixture.run('m2');
    const answer = await kit.as('m1').call('m2', '/hello', { claims: {} });
    expect([answer.status, await codeOf(answer)]).toEqual([503, 'M2M_KEY_SET_UNAVAILABLE']);
  });

  it('take the time of the clock, not of the test, when the auth-server is slow', async () => {
    const before = kit.clock.nowMs();
    kit.authServer.slowDown(1_000);
    await kit.as('m1').token('m2');
    expect(kit.clock.nowMs() - before).toBe(1_000);
    kit.authServer.slowDown(60_000);
    await expect(kit.as('m1').token('m1')).rejects.toMatchObject({
      code: 'M2M_AUTH_SERVER_UNREACHABLE',
    });
  });

  it.each([
    [undefined, 'M2M_EDGE_NOT_ALLOWED'],
    ['M2M_TOKEN_EXPIRED', 'M2M_CREDENTIAL_EXPIRED'],
    ['M2M_SIGNATURE_INVALID', 'M2M_CREDENTIAL_REJECTED'],
  ] as const)('refuse with %s, which the token client calls %s', async (word, code) => {
    kit.authServer.refuse(word);
    await expect(kit.as('m1').token('m2')).rejects.toMatchObject({ code });
    expect(kit.authServer.decisions).toBe(1);
  });

  it('refuse a credential that is not a test’s', async () => {
    const { authServer } = kit.seat();
    const answer = await authServer.tokenTransport({
      url: new URL('http://auth-server.test'),
      bearer: 'stranger',
      body: { target: 'm1' },
      deadlineMs: 1,
      agent: undefined as never,
    });
    expect(answer).toMatchObject({
      status: 401,
      text: expect.stringMatching(/SIGNATURE/) as string,
    });
  });

  it('let tokens of the former key live on after a rotation', async () => {
    await fixture.run('m2');
    const headers = await kit.as('m1').headers('m2');
    await kit.rotateKeys();
    expect((await kit.callWithoutToken('m2', '/hello', { headers })).status).toBe(200);
    expect((await kit.as('m1').call('m2', '/hello', { claims: {} })).status).toBe(200);
  });

  it('refuse tokens of a key that was withdrawn', async () => {
    await fixture.run('m2');
    const headers = await kit.as('m1').headers('m2');
    await kit.callWithoutToken('m2', '/hello', { headers });
    await kit.rotateKeys({ withdraw: true });
    kit.clock.advance(11_000);
    await kit.as('m1').call('m2', '/hello', { claims: {} });
    expect(await codeOf(await kit.callWithoutToken('m2', '/hello', { headers }))).toBe(
      'M2M_KEY_UNKNOWN',
    );
  });
});

describe('coverage of the policy', () => {
  it('lists the edges that no test has used', async () => {
    await fixture.run('m2');
    await kit.as('m1').call('m2', '/hello');
    expect(kit.unusedEdges()).toEqual(['m1 -> m1', 'm2 -> m1', 'm2 -> m4', 'm3 -> m1']);
  });
});

describe('a whole application', () => {
  @Module({
    imports: [
      M2MModule.forRoot({
        name: 'm2',
        authServer: 'http://auth-server.invalid',
        credential: { file: '/does/not/exist' },
        targets: { m7: 'http://m7.invalid' },
      }),
    ],
    controllers: [GreetingController],
  })
  class AppModule {}

  it('binds its tokens when it says so', async () => {
    const bound = M2MModule.forRoot({
      name: 'm2',
      authServer: 'http://auth.invalid',
      outbound: { dpop: true },
    });
    const app = kit.install(Test.createTestingModule({ imports: [bound] }));
    const module = await app.compile();
    fixture.own(await module.createNestApplication(new FastifyAdapter()).init());
    kit.stub('m4', ({ headers }) => ({ body: String(headers['authorization']).slice(0, 5) }));
    const { data } = await module.get(TokenClientService).for('m4').get<string>('/');
    expect(data).toBe('DPoP ');
  });

  it('runs with its own options and the kit’s auth-server', async () => {
    const module = await kit.install(Test.createTestingModule({ imports: [AppModule] })).compile();
    fixture.own(await module.createNestApplication(new FastifyAdapter()).init());
    expect((await kit.as('m1').call('m2', '/hello')).status).toBe(200);
    kit.stub('m4', () => ({ body: 'm4 here' }));
    const client = module.get(TokenClientService);
    expect((await client.for('m4').get<string>('/')).data).toBe('m4 here');
    await expect(client.getToken('m7')).rejects.toMatchObject({ code: 'M2M_EDGE_NOT_ALLOWED' });
  });
});
