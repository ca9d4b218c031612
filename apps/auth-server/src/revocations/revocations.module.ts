import { systemClock } from '@app/m2m';
import { Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { Database } from '../database/database.js';
import { TokenSigner } from '../signing/token-signer.service.js';
import { ChangeWaiters } from './change-waiters.js';
import { RevocationAdminController } from './revocation-admin.controller.js';
import { RevocationDocuments } from './revocation-document.service.js';
import { RevocationLedger } from './revocation-ledger.service.js';
import { RevocationStore } from './revocation-store.js';
import { RevocationsController } from './revocations.controller.js';

/** What the application tells the revocations room. */
export interface RevocationsOptions {
  /** `iss` of the signed document. */
  readonly issuer: string;
  /** How often the version is looked up, in milliseconds, in case a notice was lost. Default 2000. */
  readonly pollIntervalMs?: number;
}

/** The kill switch. Needs DatabaseModule, SigningModule and AdminModule; loaded at start. */
@Module({})
export class RevocationsModule implements BeforeApplicationShutdown {
  constructor(private readonly waiters: ChangeWaiters) {}

  static forRoot({ issuer, pollIntervalMs = 2000 }: RevocationsOptions): DynamicModule {
    return {
      module: RevocationsModule,
      global: true,
      controllers: [RevocationsController, RevocationAdminController],
      providers: [
        {
          provide: RevocationStore,
          inject: [Database],
          useFactory: (database: Database) => new RevocationStore(database),
        },
        {
          provide: RevocationLedger,
          inject: [Database, RevocationStore],
          useFactory: async (database: Database, store: RevocationStore) => {
            const clock = systemClock;
            const ledger = new RevocationLedger({ database, store, clock, pollIntervalMs });
            await ledger.start();
            return ledger;
          },
        },
        {
          provide: RevocationDocuments,
          inject: [RevocationLedger, TokenSigner],
          useFactory: (ledger: RevocationLedger, signer: TokenSigner) =>
            new RevocationDocuments({ ledger, signer, issuer, clock: systemClock }),
        },
        {
          provide: ChangeWaiters,
          inject: [RevocationLedger],
          useFactory: (ledger: RevocationLedger) => {
            const waiters = new ChangeWaiters();
            ledger.onChange(() => waiters.wake());
            return waiters;
          },
        },
      ],
      exports: [RevocationLedger, RevocationStore],
    };
  }

  /** Before the server waits for its last answers. */
  beforeApplicationShutdown(): void {
    this.waiters.close();
  }
}
