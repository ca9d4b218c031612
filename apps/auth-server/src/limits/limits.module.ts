import { systemClock } from '@app/m2m';
import { INSTANCE_ID } from '@app/runtime';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { Database } from '../database/database.js';
import { LIMIT_EVENTS, type LimitEvents } from './limit-events.port.js';
import { LimitsGate } from './limits-gate.js';
import type { LimitsOptions } from './limits-options.js';
import { RateLimiter } from './rate-limiter.service.js';
import { SharedSpending } from './shared-spending.service.js';

/** How much one credential and one address may ask for, over all instances of one PostgreSQL. */
@Module({})
export class LimitsModule {
  static forRoot(options: LimitsOptions): DynamicModule {
    return {
      module: LimitsModule,
      global: true,
      providers: [
        {
          provide: RateLimiter,
          inject: [{ token: LIMIT_EVENTS, optional: true }],
          useFactory: (events?: LimitEvents) => {
            tellWhatIsOff(options);
            return new RateLimiter({ ...options, clock: systemClock, events });
          },
        },
        LimitsGate,
        {
          provide: SharedSpending,
          inject: [Database, RateLimiter, INSTANCE_ID],
          useFactory: (database: Database, { buckets }: RateLimiter, instanceId: string) =>
            new SharedSpending({ database, buckets, instanceId }),
        },
      ],
      exports: [RateLimiter],
    };
  }
}

function tellWhatIsOff({ perCredential, perAddress, failures }: LimitsOptions): void {
  const off = Object.entries({ perCredential, perAddress, failures })
    .filter(([, rate]) => rate === undefined)
    .map(([name]) => name);
  if (off.length > 0) new Logger('Limits').warn('limits are off', { limits: off });
}
