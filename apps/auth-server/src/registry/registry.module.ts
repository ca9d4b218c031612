import { systemClock } from '@app/m2m';
import { Module, type DynamicModule } from '@nestjs/common';
import { Database } from '../database/database.js';
import { CredentialIssuer } from './credential-issuer.service.js';
import { CredentialGate } from './credential-gate.service.js';
import { CredentialStore } from './credential-store.js';
import { CredentialSightings } from './credential-sightings.service.js';
import { CredentialUses } from './credential-uses.service.js';
import { CredentialsController } from './credentials.controller.js';
import { REGISTRY_OPTIONS, type RegistryOptions } from './registry-options.js';

/** Microservices and what they prove themselves by. Needs the rooms of the ground, AdminModule and REGISTRY_CHANGES. */
@Module({})
export class RegistryModule {
  static forRoot(options: RegistryOptions): DynamicModule {
    const { acceptsUnregistered } = options;
    return {
      module: RegistryModule,
      global: true,
      controllers: [CredentialsController],
      providers: [
        CredentialIssuer,
        {
          provide: CredentialStore,
          inject: [Database],
          useFactory: (database: Database) => new CredentialStore(database),
        },
        { provide: REGISTRY_OPTIONS, useValue: options },
        {
          provide: CredentialUses,
          inject: [Database],
          useFactory: (database: Database) => new CredentialUses(database),
        },
        {
          provide: CredentialSightings,
          inject: [Database],
          useFactory: (database: Database) => new CredentialSightings(database),
        },
        {
          provide: CredentialGate,
          inject: [CredentialUses, CredentialSightings],
          useFactory: (uses: CredentialUses, sightings: CredentialSightings) =>
            new CredentialGate({ uses, sightings, clock: systemClock, acceptsUnregistered }),
        },
      ],
      exports: [CredentialGate, CredentialIssuer],
    };
  }
}
