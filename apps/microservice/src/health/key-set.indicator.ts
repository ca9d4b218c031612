import { KeySet } from '@app/m2m';
import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';

/** Whether callers can be verified: the auth-server's keys are at hand, fresh or not. */
@Injectable()
export class KeySetIndicator {
  constructor(
    private readonly health: HealthIndicatorService,
    private readonly keySet: KeySet,
  ) {}

  async check(): Promise<HealthIndicatorResult> {
    await this.keySet.refreshIfDue();
    const { ageMs, keyIds, lastError } = this.keySet.snapshot();
    const indicator = this.health.check('key-set');
    if (ageMs === undefined) return indicator.down({ message: lastError ?? 'not fetched yet' });
    return indicator.up({ ageSeconds: Math.round(ageMs / 1000), keys: keyIds.length });
  }
}
