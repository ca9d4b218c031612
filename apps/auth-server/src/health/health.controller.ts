import { ProcessIndicator } from '@app/runtime';
import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { CoreIndicator } from './core.indicator.js';
import { DatabaseIndicator } from './database.indicator.js';
import { PolicyIndicator } from './policy.indicator.js';

/** Liveness and readiness, for whoever restarts and routes. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly process: ProcessIndicator,
    private readonly database: DatabaseIndicator,
    private readonly core: CoreIndicator,
    private readonly policy: PolicyIndicator,
  ) {}

  /** The process answers; a restart would mend nothing. */
  @Get('live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  /** Tokens can be issued. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.process.check(),
      () => this.policy.check(),
      () => this.core.check(),
      () => this.database.check(),
    ]);
  }
}
