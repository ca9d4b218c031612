import { KeySet } from '@app/m2m';
import { createApplication, RuntimeModule } from '@app/runtime';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { send } from '../../../../test/support/send-request.js';
import { HealthModule } from './health.module.js';

const keySet = {
  state: {},
  refreshIfDue: jest.fn(() => Promise.resolve()),
  snapshot: () => keySet.state,
};

@Global()
@Module({ providers: [{ provide: KeySet, useValue: keySet }], exports: [KeySet] })
class KeysModule {}

class SpecModule {}

describe('health of a microservice', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    const imports = [RuntimeModule, KeysModule, HealthModule];
    app = await createApplication({ module: SpecModule, imports }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  it('is ready while it can verify callers, though the keys are old', async () => {
    keySet.state = { ageMs: 90_400, keyIds: ['a', 'b'], lastError: 'the auth-server is away' };
    const { status, text } = await send(url, { path: '/health/ready' });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      info: { 'key-set': { status: 'up', ageSeconds: 90, keys: 2 }, process: { status: 'up' } },
    });
    expect(keySet.refreshIfDue).toHaveBeenCalled();
  });

  it.each([
    [undefined, 'not fetched yet'],
    ['the auth-server is away', 'the auth-server is away'],
  ])('is alive but not ready without keys, and says why (%s)', async (lastError, message) => {
    keySet.state = { ageMs: undefined, keyIds: [], lastError };
    const { status, text } = await send(url, { path: '/health/ready' });
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ error: { 'key-set': { status: 'down', message } } });
    expect((await send(url, { path: '/health/live' })).status).toBe(200);
  });
});
