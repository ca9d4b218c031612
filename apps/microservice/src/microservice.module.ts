import { combineEvents, M2MModule, prometheusEvents, tracingEvents } from '@app/m2m';
import { ApiModule, createRegistry, MetricsModule, RuntimeModule } from '@app/runtime';
import { Module, type DynamicModule } from '@nestjs/common';
import * as otel from '@opentelemetry/api';
import * as promClient from 'prom-client';
import { configModule, type MicroserviceConfig } from './config/microservice.config.js';
import { HealthModule } from './health/health.module.js';
import { HelloModule } from './hello/hello.module.js';
import { MicroserviceMetricsModule } from './metrics/microservice-metrics.module.js';
import { microserviceApi } from './microservice.api.js';
import { QueryModule } from './query/query.module.js';

/** The list of rooms: what is called, what calls, and how it says that it is well. */
@Module({})
export class MicroserviceModule {
  static forRoot(config: MicroserviceConfig): DynamicModule {
    const registry = createRegistry();
    const targets = Object.keys(config.targets);
    return {
      module: MicroserviceModule,
      imports: [
        configModule,
        RuntimeModule,
        MetricsModule.forRoot({
          application: 'microservice',
          registry,
          isPublished: config.isMetricsPublished,
        }),
        M2MModule.forRoot({
          name: config.name,
          authServer: config.authServers,
          issuer: config.issuer,
          credential: config.credential,
          targets: config.targets,
          events: combineEvents(
            prometheusEvents(promClient, registry, { targets }),
            tracingEvents(otel),
          ),
          inbound: { revocations: { follow: config.revocations } },
        }),
        HelloModule,
        QueryModule,
        HealthModule,
        ...(config.isDescribed
          ? [ApiModule.forRoot(microserviceApi(config.isMetricsPublished))]
          : []),
        MicroserviceMetricsModule,
      ],
    };
  }
}
