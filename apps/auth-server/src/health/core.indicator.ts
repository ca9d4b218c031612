import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { PublishedKeySet } from '../signing/published-key-set.service.js';

/** Whether the core showed its keys and signed when it was last asked to. */
@Injectable()
export class CoreIndicator {
  constructor(
    private readonly health: HealthIndicatorService,
    private readonly published: PublishedKeySet,
  ) {}

  check(): HealthIndicatorResult {
    const indicator = this.health.check('core');
    return this.published.isCoreAnswering ? indicator.up() : indicator.down();
  }
}
