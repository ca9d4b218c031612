import { M2MHealthIndicator } from '@app/m2m';
import { ProcessIndicator } from '@app/runtime';
import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';

/** Liveness and readiness, for whoever restarts and routes. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly process: ProcessIndicator,
    private readonly m2m: M2MHealthIndicator,
  ) {}

  /** The process answers; a restart would mend nothing. */
  @Get('live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  /** Callers can be verified; a call that cannot be made degrades, and no more. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.process.check(), () => this.m2m.check()]);
  }
}
