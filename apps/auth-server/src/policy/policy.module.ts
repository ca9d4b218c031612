import { systemClock } from '@app/m2m';
import { Module, type DynamicModule } from '@nestjs/common';

import { Database } from '../database/database.js';
import type { PolicyOptions } from './policy-options.js';
import { PolicySnapshots } from './policy-snapshots.service.js';

/** Who may call whom: the snapshot in force. Needs DatabaseModule. */
@Module({})
export class PolicyModule {
  static forRoot(options: PolicyOptions): DynamicModule {
    return {
      module: PolicyModule,
      providers: [
        {
          provide: PolicySnapshots,
          inject: [Database],
          useFactory: async (database: Database) => {
            const snapshots = new PolicySnapshots(
              database,
              systemClock,
              options.pollIntervalMs ?? 2000,
            );
            await snapshots.start();
            return snapshots;
          },
        },
      ],
      exports: [PolicySnapshots],
    };
  }
}
