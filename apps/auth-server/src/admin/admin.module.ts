import { Module, type DynamicModule } from '@nestjs/common';
import type { AdminOptions } from './admin-options.js';
import { AdminToken } from './admin-token.js';
import { AdminTokenGuard } from './admin-token.guard.js';
import { loadAdminToken } from './load-admin-token.js';

/** Guards the admin routes of all rooms: `@UseGuards(AdminTokenGuard)`. */
@Module({})
export class AdminModule {
  static forRoot(options: AdminOptions): DynamicModule {
    return {
      module: AdminModule,
      global: true,
      providers: [
        { provide: AdminToken, useFactory: () => loadAdminToken(options) },
        AdminTokenGuard,
      ],
      exports: [AdminToken, AdminTokenGuard],
    };
  }
}
