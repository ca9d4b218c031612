import { ProofMemory, systemClock } from '@app/m2m';
import { Module, type DynamicModule } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DecisionLog } from '../audit/decision-log.service.js';
import { Database } from '../database/database.js';
import { KeyProofs } from './key-proofs.service.js';
import { UsedAssertions } from './used-assertions.service.js';

/** What the application tells the room. */
export interface ProofsOptions {
  /** Where clients reach this server. */
  readonly publicUrl: string;
}

/** Proofs that are remembered by an instance, each for a minute. */
const MOST_PROOFS = 100_000;

/** What clients sign for one request, and the memory of what counts once. Needs DatabaseModule. */
@Module({})
export class ProofsModule {
  static forRoot({ publicUrl }: ProofsOptions): DynamicModule {
    return {
      module: ProofsModule,
      global: true,
      imports: [AuditModule],
      providers: [
        {
          provide: UsedAssertions,
          inject: [Database],
          useFactory: (database: Database) => new UsedAssertions(database),
        },
        {
          provide: KeyProofs,
          inject: [UsedAssertions, DecisionLog],
          useFactory: (used: UsedAssertions, decisions: DecisionLog) => {
            const memory = new ProofMemory(MOST_PROOFS);
            return new KeyProofs({ memory, used, decisions, clock: systemClock, publicUrl });
          },
        },
      ],
      exports: [UsedAssertions, KeyProofs],
    };
  }
}
