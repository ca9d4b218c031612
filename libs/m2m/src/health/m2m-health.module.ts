import { Module, type DynamicModule } from '@nestjs/common';
import { HEALTH_OPTIONS, type M2MHealthOptions } from './health-options.js';
import { M2MHealthIndicator } from './m2m-health.indicator.js';
import { M2MPreflight } from './preflight.service.js';

/**
 * Preflight at boot and {@link M2MHealthIndicator}. Import it beside a global `M2MModule`, or one of
 * its halves; what is not there is not checked.
 */
@Module({})
export class M2MHealthModule {
  /** Every target of `M2MModule` is preflighted unless options name some. */
  static forRoot(options: M2MHealthOptions = {}): DynamicModule {
    return {
      module: M2MHealthModule,
      providers: [{ provide: HEALTH_OPTIONS, useValue: options }, M2MPreflight, M2MHealthIndicator],
      exports: [M2MPreflight, M2MHealthIndicator],
    };
  }
}
