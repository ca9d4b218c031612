import { ProcessIndicator } from '@app/runtime';
import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { KeySetIndicator } from './key-set.indicator.js';

/** Liveness and readiness, for whoever restarts and routes. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly process: ProcessIndicator,
    private readonly keySet: KeySetIndicator,
  ) {}

  /** The process answers; a restart would mend nothing. */
  @Get('live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  /** Callers can be verified. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.process.check(), () => this.keySet.check()]);
  }
}
