import { systemClock } from '@app/m2m';
import { Module, type DynamicModule } from '@nestjs/common';
import { Database } from '../database/database.js';
import { CredentialGate } from './credential-gate.service.js';
import { CredentialUses } from './credential-uses.service.js';
import { REGISTRY_OPTIONS, type RegistryOptions } from './registry-options.js';

/** Microservices and what they prove themselves by. Needs DatabaseModule. */
@Module({})
export class RegistryModule {
  static forRoot(options: RegistryOptions): DynamicModule {
    const { acceptsUnregistered } = options;
    return {
      module: RegistryModule,
      global: true,
      providers: [
        { provide: REGISTRY_OPTIONS, useValue: options },
        {
          provide: CredentialUses,
          inject: [Database],
          useFactory: (database: Database) => new CredentialUses(database),
        },
        {
          provide: CredentialGate,
          inject: [CredentialUses],
          useFactory: (uses: CredentialUses) =>
            new CredentialGate({ uses, clock: systemClock, acceptsUnregistered }),
        },
      ],
      exports: [CredentialGate],
    };
  }
}
