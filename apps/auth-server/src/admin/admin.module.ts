import { systemClock } from '@app/m2m';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { Database } from '../database/database.js';
import { AdminActRecorder } from './admin-act-recorder.service.js';
import { ADMIN_ACTS, type AdminActs } from './admin-acts.port.js';
import { AdminAuthenticator } from './admin-authenticator.service.js';
import type { AdminOptions } from './admin-options.js';
import { AdminTokenStore } from './admin-token-store.js';
import { AdminTokenUses } from './admin-token-uses.service.js';
import { AdminTokensController } from './admin-tokens.controller.js';
import { AdminTokens } from './admin-tokens.service.js';
import { loadRootToken } from './load-root-token.js';

const NOWHERE: AdminActs = { record: () => undefined };

/**
 * Guards the admin routes of all rooms: `@AdminRoute()`. Needs DatabaseModule; keeps acts where
 * ADMIN_ACTS says.
 */
@Module({})
export class AdminModule {
  static forRoot(options: AdminOptions): DynamicModule {
    return {
      module: AdminModule,
      global: true,
      controllers: [AdminTokensController],
      providers: [
        ...keeping(options),
        {
          provide: AdminAuthenticator,
          inject: [AdminTokens, AdminTokenUses],
          useFactory: async (tokens: AdminTokens, uses: AdminTokenUses) => {
            const root = await loadRootToken(options);
            return new AdminAuthenticator({ root, tokens, uses, clock: systemClock });
          },
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

function keeping({ pollIntervalMs = 2000 }: AdminOptions): Provider[] {
  return [
    {
      provide: AdminTokenStore,
      inject: [Database],
      useFactory: (database: Database) => new AdminTokenStore(database),
    },
    {
      provide: AdminTokens,
      inject: [Database],
      useFactory: async (database: Database) => {
        const tokens = new AdminTokens({ database, clock: systemClock, pollIntervalMs });
        await tokens.start();
        return tokens;
      },
    },
    {
      provide: AdminTokenUses,
      inject: [Database],
      useFactory: (database: Database) => new AdminTokenUses(database),
    },
  ];
}
