import { Controller, Get } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { codeOf, KitFixture } from '../../../../test/support/kit-application.js';
import { M2MProtected } from '../inbound/m2m-protected.decorator.js';
import { M2MModule } from '../m2m.module.js';
import type { M2MTestKit } from './m2m-test-kit.js';

@Controller()
@M2MProtected()
class VaultController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }

  @Get('vault')
  @M2MProtected({ whenRevocationsStale: 'deny' })
  vault(): string {
    return 'open';
  }
}

let fixture: KitFixture;
let kit: M2MTestKit;

beforeEach(async () => {
  fixture = await KitFixture.start();
  ({ kit } = fixture);
});
afterEach(() => fixture.stop());

/** An application that imports `M2MModule` itself. */
async function install(follow: 'pushed' | 'off' = 'pushed'): Promise<void> {
  const module = M2MModule.forRoot({
    name: 'm2',
    authServer: 'http://auth-server.invalid',
    inbound: { revocations: { follow, uri: 'http://auth-server.invalid/list' } },
  });
  const builder = Test.createTestingModule({ imports: [module], controllers: [VaultController] });
  const testing = await kit.install(builder).compile();
  const app = testing.createNestApplication(new FastifyAdapter(), { logger: false });
  fixture.own(await app.init());
}

const run = () => fixture.run('m2', { controllers: [VaultController] });
const call = async (path = '/hello', authorization?: string): Promise<unknown> => {
  const answer =
    authorization === undefined
      ? await kit.as('m1').call('m2', path)
      : await kit.callWithoutToken('m2', path, { headers: { authorization } });
  return answer.status === 200 ? 200 : codeOf(answer);
};

describe.each([
  ['M2MTestingModule', run],
  ['an application of its own', install],
])('the kill switch of the test kit in %s', (_what, begin) => {
  beforeEach(async () => {
    await begin();
  });

  it.each([
    ['microservice', () => ({ microservice: 'm1' })],
    ['edge', () => ({ edge: { caller: 'm1', target: 'm2' } })],
    ['kid', (token: string) => ({ kid: decodeProtectedHeader(token).kid ?? '' })],
    ['jti', (token: string) => ({ jti: decodeJwt(token).jti ?? '' })],
  ])('voids at once what is revoked by its %s', async (_kind, what) => {
    const token = await kit.as('m1').token('m2');
    expect(await call('/hello', `Bearer ${token}`)).toBe(200);
    kit.authServer.revoke(what(token));
    expect(await call('/hello', `Bearer ${token}`)).toBe('M2M_TOKEN_REVOKED');
  });

  it('leaves other edges alone', async () => {
    kit.authServer.revoke({ edge: { caller: 'm1', target: 'm1' } });
    expect(await call()).toBe(200);
  });

  it('lets routes answer that demand fresh news, until the auth-server is silent for a minute', async () => {
    expect(await call('/vault')).toBe(200);
    kit.clock.advance(3_600_000);
    expect(await call('/vault')).toBe(200);
    kit.authServer.goDown();
    kit.clock.advance(60_000);
    expect(await call('/vault')).toBe('M2M_REVOCATIONS_STALE');
    expect(await call()).toBe(200);
    kit.authServer.recover();
    expect(await call('/vault')).toBe(200);
  });

  it('is not heard of while the auth-server is down', async () => {
    expect(await call()).toBe(200);
    kit.authServer.goDown();
    kit.authServer.revoke({ microservice: 'm1' });
    expect(await call()).toBe(200);
    kit.authServer.recover();
    expect(await call()).toBe('M2M_TOKEN_REVOKED');
  });
});

describe('the kill switch of the test kit', () => {
  it.each([
    [{ microservice: 'm1' }, 'M2M_CREDENTIAL_REJECTED'],
    [{ edge: { caller: 'm1', target: 'm2' } }, 'M2M_EDGE_NOT_ALLOWED'],
  ])('stops new tokens until it is lifted: %j', async (what, reason) => {
    await run();
    const before = await kit.as('m1').token('m2');
    const lift = kit.authServer.revoke(what);
    const anew = () => kit.as('m1').token('m2', { scopes: ['a'] });
    await expect(anew()).rejects.toMatchObject({ reason });
    lift();
    lift();
    kit.clock.advance(60_000);
    expect(await call('/hello', `Bearer ${await anew()}`)).toBe(200);
    expect(await call('/hello', `Bearer ${before}`)).toBe('M2M_TOKEN_REVOKED');
  });

  it('lets a token count again when it is lifted', async () => {
    await run();
    const token = await kit.as('m1').token('m2');
    kit.authServer.revoke({ jti: decodeJwt(token).jti ?? '' })();
    expect(await call('/hello', `Bearer ${token}`)).toBe(200);
  });

  it('is without effect on an application that follows no revocations', async () => {
    await install('off');
    kit.authServer.revoke({ microservice: 'm1' });
    const token = await kit.as('m1').token('m2', { claims: {} });
    expect(await call('/hello', `Bearer ${token}`)).toBe(200);
    expect(await call('/vault', `Bearer ${token}`)).toBe('M2M_REVOCATIONS_STALE');
  });
});
