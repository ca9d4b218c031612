import { Module } from '@nestjs/common';
import { DecisionLog } from './decision-log.service.js';

/** What was decided, for whoever has to explain it later. */
@Module({ providers: [DecisionLog], exports: [DecisionLog] })
export class AuditModule {}
