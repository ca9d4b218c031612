import { systemClock } from '@app/m2m';
import { INSTANCE_ID } from '@app/runtime';
import { Module, type DynamicModule } from '@nestjs/common';
import { ADMIN_ACTS } from '../admin/admin-acts.port.js';
import { Database } from '../database/database.js';
import type { AuditOptions } from './audit-options.js';
import { AuditRetention } from './audit-retention.service.js';
import { AuditController } from './audit.controller.js';
import { AuditTrail } from './audit-trail.service.js';
import { AuditModule } from './audit.module.js';
import { CallHistory } from './call-history.service.js';
import { DecisionLog } from './decision-log.service.js';

/** Keeps what was decided and what administrators did. Needs DatabaseModule. */
@Module({})
export class AuditTrailModule {
  static forRoot({ retentionDays, ...options }: AuditOptions): DynamicModule {
    const clock = systemClock;
    return {
      module: AuditTrailModule,
      global: true,
      imports: [AuditModule],
      controllers: [AuditController],
      providers: [
        {
          provide: AuditTrail,
          inject: [Database, DecisionLog, INSTANCE_ID],
          useFactory: (database: Database, decisions: DecisionLog, instance: string) => {
            const trail = new AuditTrail({ database, clock, instance, ...options });
            decisions.listen(trail);
            return trail;
          },
        },
        { provide: ADMIN_ACTS, useExisting: AuditTrail },
        {
          provide: CallHistory,
          inject: [Database, AuditTrail],
          useFactory: (database: Database, trail: AuditTrail) => new CallHistory(database, trail),
        },
        {
          provide: AuditRetention,
          inject: [Database],
          useFactory: (database: Database) =>
            new AuditRetention({ database, clock, retentionDays }),
        },
      ],
      exports: [AuditTrail, CallHistory, ADMIN_ACTS],
    };
  }
}
