import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { ShutdownState } from './shutdown-state.js';

/** Down from the moment on that the process was told to stop, so that nothing new is sent to it. */
@Injectable()
export class ProcessIndicator {
  constructor(
    private readonly health: HealthIndicatorService,
    private readonly shutdown: ShutdownState,
  ) {}

  check(): HealthIndicatorResult {
    const indicator = this.health.check('process');
    return this.shutdown.isStopping ? indicator.down('stopping') : indicator.up();
  }
}
