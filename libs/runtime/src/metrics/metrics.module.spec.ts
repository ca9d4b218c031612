import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry, register } from 'prom-client';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { createApplication } from '../process/run-application.js';
import { RuntimeModule } from '../process/runtime.module.js';
import { MetricsModule } from './metrics.module.js';
import { PROCESS_METRICS } from './process-metrics.js';
import { VERSION } from '../version.js';

describe('MetricsModule', () => {
  let log: CapturedLog;
  let app: NestFastifyApplication;

  const start = async (isPublished: boolean): Promise<void> => {
    const metrics = MetricsModule.forRoot({
      application: 'spec',
      registry: new Registry(),
      isPublished,
    });
    class SpecModule {}
    const module = { module: SpecModule, imports: [RuntimeModule, metrics] };
    app = await createApplication(module, { logFormat: 'json' });
    await app.init();
  };
  beforeEach(() => {
    log = new CapturedLog({ useLogger: false });
  });
  afterEach(async () => {
    await app.close();
    log.release();
  });

  it('shows what every process shows, and keeps off the default registry', async () => {
    await start(true);
    const answer = await app.inject('/metrics');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
    for (const { name } of Object.values(PROCESS_METRICS)) {
      expect(answer.body).toContain(`# HELP ${name} `);
    }
    expect(answer.body).toContain(
      `m2m_build_info{application="spec",version="${VERSION}",node="${process.version}"} 1`,
    );
    expect(answer.body).toMatch(/^m2m_event_loop_delay_seconds\{quantile="0.99"\} [\d.e-]+$/m);
    expect(await register.getMetricsAsJSON()).toEqual([]);
  });

  it('shows nothing when it is not wanted', async () => {
    await start(false);
    expect((await app.inject('/metrics')).statusCode).toBe(404);
  });
});

describe('VERSION', () => {
  it('is that of the project', () => {
    const file = join(import.meta.dirname, '../../../../package.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: VERSION });
  });
});
