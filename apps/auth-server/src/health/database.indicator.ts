import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { Database } from '../database/database.js';

/** Whether the database answers; issuing goes on without it, administration does not. */
@Injectable()
export class DatabaseIndicator {
  constructor(
    private readonly health: HealthIndicatorService,
    private readonly database: Database,
  ) {}

  async check(): Promise<HealthIndicatorResult> {
    const indicator = this.health.check('database');
    return (await this.database.isHealthy()) ? indicator.up() : indicator.down();
  }
}
