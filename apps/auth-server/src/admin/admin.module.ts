import { systemClock } from '@app/m2m';
import { Module, type DynamicModule } from '@nestjs/common';
import { AdminActRecorder } from './admin-act-recorder.service.js';
import { ADMIN_ACTS, type AdminActs } from './admin-acts.port.js';
import { AdminAuthenticator } from './admin-authenticator.service.js';
import type { AdminOptions } from './admin-options.js';
import { loadAdminToken } from './load-admin-token.js';

const NOWHERE: AdminActs = { record: () => undefined };

/** Guards the admin routes of all rooms: `@AdminRoute()`. Keeps acts where ADMIN_ACTS says. */
@Module({})
export class AdminModule {
  static forRoot(options: AdminOptions): DynamicModule {
    return {
      module: AdminModule,
      global: true,
      providers: [
        {
          provide: AdminAuthenticator,
          useFactory: async () => new AdminAuthenticator(await loadAdminToken(options)),
        },
        {
          provide: AdminActRecorder,
          inject: [{ token: ADMIN_ACTS, optional: true }],
          useFactory: (acts: AdminActs = NOWHERE) => new AdminActRecorder(acts, systemClock),
        },
      ],
      exports: [AdminAuthenticator, AdminActRecorder],
    };
  }
}
