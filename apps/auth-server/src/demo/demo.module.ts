import { Module, type DynamicModule } from '@nestjs/common';
import { DemoCredentials } from './demo-credentials.service.js';
import { DEMO_OPTIONS, type DemoOptions } from './demo-options.js';

/** What makes the demo start by itself; absent in production and with a core of one's own. */
@Module({})
export class DemoModule {
  static forRoot(options: DemoOptions): DynamicModule {
    return {
      module: DemoModule,
      providers: [{ provide: DEMO_OPTIONS, useValue: options }, DemoCredentials],
    };
  }
}
