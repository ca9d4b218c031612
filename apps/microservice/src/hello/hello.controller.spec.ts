import { M2MTestingModule, M2MTestKit, type TokenFlaw } from '@app/m2m/testing';
import { createApplication, RuntimeModule } from '@app/runtime';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { microserviceConfig } from '../config/microservice.config.js';
import { HelloModule } from './hello.module.js';

const config = { provide: microserviceConfig.KEY, useValue: { name: 'm2' } };

@Global()
@Module({ providers: [config], exports: [config] })
class ConfigOfM2Module {}

class SpecModule {}

describe('GET /hello of m2', () => {
  let kit: M2MTestKit;
  let app: NestFastifyApplication;
  let log: CapturedLog;

  beforeEach(async () => {
    log = new CapturedLog({ useLogger: false });
    kit = await M2MTestKit.start({ policy: { m1: ['m1', 'm2'], m2: ['m1', 'm2'], m3: ['m1'] } });
    const imports = [
      RuntimeModule,
      ConfigOfM2Module,
      M2MTestingModule.forRoot({ kit, name: 'm2' }),
      HelloModule,
    ];
    app = await createApplication({ module: SpecModule, imports }, { logFormat: 'json' });
    await app.init();
  });

  afterEach(async () => {
    await app.close();
    await kit.close();
    log.release();
  });

  it.each(['m1', 'm2'])('greets %s, whom the policy lets through', async (caller) => {
    const answer = await kit.as(caller).call('m2', '/hello');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toBe(`Hello to ${caller} from m2!`);
  });

  it('hears nothing from m3, which has no edge', async () => {
    await expect(kit.as('m3').call('m2', '/hello')).rejects.toMatchObject({
      code: 'M2M_EDGE_NOT_ALLOWED',
    });
  });

  it('refuses a call without a token', async () => {
    const answer = await kit.callWithoutToken('m2', '/hello');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="m2"',
    ]);
  });

  it.each<[TokenFlaw, string]>([
    ['badSignature', 'M2M_SIGNATURE_INVALID'],
    ['expired', 'M2M_TOKEN_EXPIRED'],
    ['wrongAudience', 'M2M_AUDIENCE_MISMATCH'],
    ['wrongIssuer', 'M2M_ISSUER_MISMATCH'],
    ['otherKind', 'M2M_TOKEN_KIND_MISMATCH'],
  ])('refuses a token with the flaw %s', async (flaw, code) => {
    const answer = await kit.as('m1').call('m2', '/hello', { flaw });
    expect([answer.status, await answer.json()]).toMatchObject([401, { code }]);
  });

  it('refuses a token that m1 was given for itself', async () => {
    const headers = await kit.as('m1').headers('m1');
    const answer = await kit.callWithoutToken('m2', '/hello', { headers });
    expect([answer.status, await answer.json()]).toMatchObject([
      401,
      { code: 'M2M_AUDIENCE_MISMATCH' },
    ]);
  });

  it('greets for 25 minutes more after the auth-server went down', async () => {
    await kit.as('m1').call('m2', '/hello');
    kit.authServer.goDown();
    kit.clock.advance(25 * 60_000);
    expect((await kit.as('m1').call('m2', '/hello')).status).toBe(200);
  });
});
