import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { MetricsController } from './metrics.controller.js';
import { METRICS_REGISTRY } from './metrics-registry.js';
import { registerProcessMetrics } from './process-metrics.js';

/** What the metrics of a process have to be told. */
export interface MetricsSettings {
  /** What the process is: `auth-server`, `microservice`. */
  readonly application: string;
  /** Where everything is counted. */
  readonly registry: Registry;
  /** Whether there is a `GET /metrics`. */
  readonly isPublished: boolean;
}

/** Watches the event loop until the process ends. */
class ProcessMetrics implements OnApplicationShutdown {
  constructor(readonly onApplicationShutdown: () => void) {}
}

/** `GET /metrics` of a process, and what every process counts. */
@Module({})
export class MetricsModule {
  static forRoot({ application, registry, isPublished }: MetricsSettings): DynamicModule {
    return {
      module: MetricsModule,
      global: true,
      controllers: isPublished ? [MetricsController] : [],
      providers: [
        { provide: METRICS_REGISTRY, useValue: registry },
        {
          provide: ProcessMetrics,
          useFactory: () => new ProcessMetrics(registerProcessMetrics(registry, application)),
        },
      ],
      exports: [METRICS_REGISTRY],
    };
  }
}
