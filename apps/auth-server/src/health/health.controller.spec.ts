import { createApplication, RuntimeModule, ShutdownState } from '@app/runtime';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { send } from '../../../../test/support/send-request.js';
import { Database } from '../database/database.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { PublishedKeySet } from '../signing/published-key-set.service.js';
import { HealthModule } from './health.module.js';

const database = { healthy: true, isHealthy: () => Promise.resolve(database.healthy) };
const published = { isCoreAnswering: true };
const policy = { isLoaded: true, ageMs: 1600, current: () => ({ version: 7 }) };

@Global()
@Module({
  providers: [
    { provide: Database, useValue: database },
    { provide: PublishedKeySet, useValue: published },
    { provide: PolicySnapshots, useValue: policy },
  ],
  exports: [Database, PublishedKeySet, PolicySnapshots],
})
class FactsModule {}

class SpecModule {}

describe('health of the auth-server', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    const imports = [RuntimeModule, FactsModule, HealthModule];
    app = await createApplication({ module: SpecModule, imports }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });
  beforeEach(() => {
    database.healthy = published.isCoreAnswering = policy.isLoaded = true;
  });

  const statusOf = async (path: string): Promise<number> => (await send(url, { path })).status;

  it('is ready with policy, core and database, and says which policy is in force', async () => {
    const { status, text } = await send(url, { path: '/health/ready' });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      status: 'ok',
      info: {
        process: { status: 'up' },
        policy: { status: 'up', version: 7, confirmedSecondsAgo: 2 },
        core: { status: 'up' },
        database: { status: 'up' },
      },
    });
  });

  it.each([
    ['database', () => (database.healthy = false)],
    ['core', () => (published.isCoreAnswering = false)],
    ['policy', () => (policy.isLoaded = false)],
  ])('is alive but not ready without the %s, and names it', async (room, fail) => {
    fail();
    const { status, text } = await send(url, { path: '/health/ready' });
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({
      status: 'error',
      error: { [room]: { status: 'down' } },
    });
    expect(await statusOf('/health/live')).toBe(200);
  });

  it('is not ready once the process is told to stop', async () => {
    app.get(ShutdownState, { strict: false }).begin();
    expect(await statusOf('/health/ready')).toBe(503);
    expect(await statusOf('/health/live')).toBe(200);
  });
});
