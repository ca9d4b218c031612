import { Module, type DynamicModule } from '@nestjs/common';

import { Database } from './database.js';
import type { DatabaseOptions } from './database-options.js';
import { openDatabase } from './open-database.js';

/** Opens one {@link Database} for the whole application before anything else starts. */
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: Database, useFactory: () => openDatabase(options) }],
      exports: [Database],
    };
  }
}
