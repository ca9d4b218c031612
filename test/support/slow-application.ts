// A process that answers GET /slow after 300 ms, for specs of starting and stopping.
import { RuntimeModule, runApplication } from '@app/runtime';
import { Controller, Get, Module } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

@Controller()
class SlowController {
  @Get('slow')
  async slow(): Promise<string> {
    process.send?.('request arrived');
    await sleep(300);
    return 'answered';
  }
}

@Module({ imports: [RuntimeModule], controllers: [SlowController] })
class SlowModule {}

await runApplication(() => ({
  module: { module: SlowModule },
  settings: {
    name: 'slow',
    host: '127.0.0.1',
    port: Number(process.env['PORT']),
    logFormat: 'json',
  },
}));
