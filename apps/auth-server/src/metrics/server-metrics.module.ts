import { Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DecisionLog } from '../audit/decision-log.service.js';
import { EventMetrics } from './event-metrics.js';
import { EventMetricsModule } from './event-metrics.module.js';
import { StateMetrics } from './state-metrics.js';
import { TokenRequestTiming } from './token-request-timing.js';

/** What there is to see of the auth-server; the rooms know their small ports only. */
@Module({
  imports: [AuditModule, EventMetricsModule],
  providers: [StateMetrics, TokenRequestTiming],
})
export class ServerMetricsModule implements OnModuleInit {
  constructor(
    private readonly decisions: DecisionLog,
    private readonly metrics: EventMetrics,
  ) {}

  onModuleInit(): void {
    this.decisions.listen(this.metrics);
  }
}
