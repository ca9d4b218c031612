import { M2MModule } from '@app/m2m';
import { RuntimeModule } from '@app/runtime';
import { Module, type DynamicModule } from '@nestjs/common';
import { configModule, type MicroserviceConfig } from './config/microservice.config.js';
import { HealthModule } from './health/health.module.js';
import { HelloModule } from './hello/hello.module.js';
import { QueryModule } from './query/query.module.js';

/** The list of rooms: what is called, what calls, and how it says that it is well. */
@Module({})
export class MicroserviceModule {
  static forRoot(config: MicroserviceConfig): DynamicModule {
    return {
      module: MicroserviceModule,
      imports: [
        configModule,
        RuntimeModule,
        M2MModule.forRoot({
          name: config.name,
          authServer: config.authServers,
          issuer: config.issuer,
          credential: config.credential,
          targets: config.targets,
          inbound: { revocations: { follow: config.revocations } },
        }),
        HelloModule,
        QueryModule,
        HealthModule,
      ],
    };
  }
}
