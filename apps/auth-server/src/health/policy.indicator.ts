import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';

/** Which policy is in force, and since when the database last confirmed it. */
@Injectable()
export class PolicyIndicator {
  constructor(
    private readonly health: HealthIndicatorService,
    private readonly policy: PolicySnapshots,
  ) {}

  check(): HealthIndicatorResult {
    const indicator = this.health.check('policy');
    if (!this.policy.isLoaded) return indicator.down();
    const { version } = this.policy.current();
    return indicator.up({ version, confirmedSecondsAgo: Math.round(this.policy.ageMs / 1000) });
  }
}
