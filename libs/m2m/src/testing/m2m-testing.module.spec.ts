import { Controller, Get } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { codeOf, KitFixture } from '../../../../test/support/kit-application.js';
import { M2MPublic } from '../inbound/m2m-public.decorator.js';
import type { M2MTestKit } from './m2m-test-kit.js';
import { TOKEN_FLAWS, type TokenFlaw } from './token-flaws.js';

@Controller('open')
class OpenController {
  @Get('guarded')
  guarded(): string {
    return 'guarded';
  }

  @Get('public')
  @M2MPublic()
  open(): string {
    return 'open';
  }
}

const EXPECTED_CODES: Readonly<Record<TokenFlaw, string>> = {
  expired: 'M2M_TOKEN_EXPIRED',
  notYetValid: 'M2M_TOKEN_NOT_YET_VALID',
  noExpiry: 'M2M_CLAIM_INVALID',
  tooLongLived: 'M2M_TOKEN_LIFETIME_EXCEEDED',
  wrongAudience: 'M2M_AUDIENCE_MISMATCH',
  wrongIssuer: 'M2M_ISSUER_MISMATCH',
  otherKind: 'M2M_TOKEN_KIND_MISMATCH',
  noSubject: 'M2M_CLAIM_INVALID',
  unknownKey: 'M2M_KEY_UNKNOWN',
  badSignature: 'M2M_SIGNATURE_INVALID',
  unsigned: 'M2M_ALGORITHM_NOT_ALLOWED',
};

let fixture: KitFixture;
let kit: M2MTestKit;

beforeEach(async () => {
  fixture = await KitFixture.start();
  ({ kit } = fixture);
});

afterEach(() => fixture.stop());

describe('a microservice under test', () => {
  it.each([
    ['Fastify', () => new FastifyAdapter()],
    ['Express', () => new ExpressAdapter()],
  ])('is called over %s without listening', async (_, adapter) => {
    const app = await fixture.run('m2', { adapter: adapter() });
    const answer = await kit.as('m1').call('m2', '/hello');
    expect(await answer.json()).toEqual({ name: 'm1', scopes: ['a', 'b'] });
    expect((app.getHttpServer() as { listening: boolean }).listening).toBe(false);
  });

  it('sees only the scopes that were asked for', async () => {
    await fixture.run('m2');
    const answer = await kit.as('m1').call('m2', '/hello', { scopes: ['b'] });
    expect(await answer.json()).toEqual({ name: 'm1', scopes: ['b'] });
  });

  it.each(Object.entries(EXPECTED_CODES) as [TokenFlaw, string][])(
    'refuses a token with the flaw %s as %s',
    async (flaw, code) => {
      await fixture.run('m2');
      const answer = await kit.as('m1').call('m2', '/hello', { flaw });
      expect(answer.status).toBe(401);
      expect(await codeOf(answer)).toBe(code);
    },
  );

  it('has a flaw for every line of the table', () => {
    expect(Object.keys(TOKEN_FLAWS).toSorted()).toEqual(Object.keys(EXPECTED_CODES).toSorted());
  });

  it('sees claims that a test makes up', async () => {
    await fixture.run('m2');
    const answer = await kit.as('m1').call('m2', '/hello', { claims: { scope: 'root' } });
    expect(await answer.json()).toEqual({ name: 'm1', scopes: ['root'] });
  });

  it('refuses a call without a token', async () => {
    await fixture.run('m2');
    expect(await codeOf(await kit.callWithoutToken('m2', '/hello'))).toBe('M2M_TOKEN_MISSING');
  });

  it('hears nothing from a caller without an edge', async () => {
    await fixture.run('m2');
    await expect(kit.as('m3').call('m2', '/hello')).rejects.toMatchObject({
      code: 'M2M_EDGE_NOT_ALLOWED',
      decisionId: 'decision-1',
    });
  });

  it('hears nothing from a caller that asks for a scope that the edge lacks', async () => {
    await expect(kit.as('m1').token('m2', { scopes: ['c'] })).rejects.toMatchObject({
      code: 'M2M_EDGE_NOT_ALLOWED',
      reason: 'M2M_SCOPE_NOT_ALLOWED',
    });
  });

  it('is reached by a test client of one’s own', async () => {
    const app = await fixture.run('m2');
    const headers = await kit.as('m1').headers('m2');
    const answer = await (app as NestFastifyApplication).inject({ url: '/hello', headers });
    expect(answer.statusCode).toBe(200);
  });

  it('can guard every route that is not public', async () => {
    await fixture.run('m2', { controllers: [OpenController], protect: 'all' });
    expect((await kit.callWithoutToken('m2', '/open/guarded')).status).toBe(401);
    expect((await kit.callWithoutToken('m2', '/open/public')).status).toBe(200);
    expect((await kit.as('m1').call('m2', '/open/guarded')).status).toBe(200);
  });
});
