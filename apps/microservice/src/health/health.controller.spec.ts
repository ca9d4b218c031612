import { TokenClientService } from '@app/m2m';
import { M2MTestingModule, M2MTestKit } from '@app/m2m/testing';
import { createApplication, RuntimeModule } from '@app/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { HealthModule } from './health.module.js';

class SpecModule {}

describe('health of a microservice', () => {
  let kit: M2MTestKit;
  let app: NestFastifyApplication;
  let log: CapturedLog;

  const start = async (): Promise<void> => {
    const m2m = M2MTestingModule.forRoot({ kit, name: 'm2' });
    const imports = [RuntimeModule, m2m, HealthModule];
    app = await createApplication({ module: SpecModule, imports }, { logFormat: 'json' });
    await app.init();
  };
  const readiness = (): Promise<Response> => kit.callWithoutToken('m2', '/health/ready');

  beforeEach(async () => {
    log = new CapturedLog({ useLogger: false });
    kit = await M2MTestKit.start({ policy: { m1: ['m2'] } });
  });
  afterEach(async () => {
    await app.close();
    await kit.close();
    log.release();
  });

  it('is ready while it can verify callers, though the keys are old', async () => {
    await start();
    await readiness();
    kit.authServer.goDown();
    kit.clock.advance(50_400);
    const answer = await readiness();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'ok',
      info: {
        m2m: { status: 'up', keySet: { ageSeconds: 50, keys: 1 } },
        process: { status: 'up' },
      },
    });
  });

  it('is ready, but degraded, after a call that the policy does not allow', async () => {
    await start();
    await expect(app.get(TokenClientService).getToken('m3')).rejects.toThrow(
      /does not let "m2" call "m3"/,
    );
    const answer = await readiness();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'degraded',
      info: { m2m: { problems: ['m2 may not call m3: no edge'] } },
    });
  });

  it('is alive but not ready without keys, and says why', async () => {
    kit.authServer.goDown();
    await start();
    const answer = await readiness();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      error: { m2m: { status: 'down', problems: [expect.stringMatching(/no caller can be/)] } },
    });
    expect((await kit.callWithoutToken('m2', '/health/live')).status).toBe(200);
  });
});
