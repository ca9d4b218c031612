import { systemClock } from '@app/m2m';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { PolicyOptions } from './policy-options.js';
import { REGISTRY_CHANGES } from '../registry/registry-changes.port.js';
import { PolicyBodyParser } from './policy-body-parser.js';
import { PolicyEditor } from './policy-editor.service.js';
import { PolicySnapshots } from './policy-snapshots.service.js';
import { PolicyStore } from './policy-store.js';
import { EdgesController } from './edges.controller.js';
import { MicroservicesController } from './microservices.controller.js';
import { PolicyController } from './policy.controller.js';
import { PolicyVersionsController } from './policy-versions.controller.js';
import { PolicyVersions } from './policy-versions.service.js';
import { SchemaController } from './schema.controller.js';
import { seedPolicy } from './seed-policy.js';

/** Who may call whom. Needs DatabaseModule and AdminModule; the first snapshot is loaded at start. */
@Module({})
export class PolicyModule {
  static forRoot({ seedFile, pollIntervalMs = 2000 }: PolicyOptions): DynamicModule {
    return {
      module: PolicyModule,
      global: true,
      controllers: [
        PolicyController,
        PolicyVersionsController,
        MicroservicesController,
        EdgesController,
        SchemaController,
      ],
      providers: [
        PolicyBodyParser,
        PolicyEditor,
        {
          provide: PolicyVersions,
          inject: [Database],
          useFactory: (database: Database) => new PolicyVersions(database),
        },
        {
          provide: PolicyStore,
          inject: [Database],
          useFactory: (database: Database) => new PolicyStore(database),
        },
        {
          provide: PolicySnapshots,
          inject: [Database, PolicyStore],
          useFactory: async (database: Database, store: PolicyStore) => {
            if (seedFile !== undefined) await seed(store, seedFile);
            const snapshots = new PolicySnapshots(database, systemClock, pollIntervalMs);
            await snapshots.start();
            return snapshots;
          },
        },
        { provide: REGISTRY_CHANGES, useExisting: PolicySnapshots },
      ],
      exports: [PolicySnapshots, PolicyStore, PolicyVersions, REGISTRY_CHANGES],
    };
  }
}

/** Says which of file and database counts: who edits the file later would wait in vain. */
async function seed(store: PolicyStore, file: string): Promise<void> {
  const wasEmpty = await seedPolicy(store, file);
  const logger = new Logger('Policy');
  if (wasEmpty) logger.log('policy file stored in the empty database', { file });
  else logger.log('policy comes from the database, the policy file is not read', { file });
}
