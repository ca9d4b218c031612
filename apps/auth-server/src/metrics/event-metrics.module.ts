import { METRICS_REGISTRY } from '@app/runtime';
import { Global, Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { LIMIT_EVENTS } from '../limits/limit-events.port.js';
import { CORE_EVENTS } from '../signing/core-events.port.js';
import { EventMetrics } from './event-metrics.js';

/** Offers the ports that the rooms tell what happens to; it needs none of the rooms itself. */
@Global()
@Module({
  providers: [
    {
      provide: EventMetrics,
      inject: [METRICS_REGISTRY],
      useFactory: (registry: Registry) => new EventMetrics(registry),
    },
    { provide: CORE_EVENTS, useExisting: EventMetrics },
    { provide: LIMIT_EVENTS, useExisting: EventMetrics },
  ],
  exports: [EventMetrics, CORE_EVENTS, LIMIT_EVENTS],
})
export class EventMetricsModule {}
