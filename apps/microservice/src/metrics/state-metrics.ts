import { M2MPreflight, RevocationFeed } from '@app/m2m';
import { METRICS_REGISTRY, showValue } from '@app/runtime';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { STATE_METRICS } from './metric-names.js';

/** Looks at the state of both halves of the library when it is scraped. */
@Injectable()
export class StateMetrics implements OnModuleInit {
  constructor(
    @Inject(METRICS_REGISTRY) private readonly registry: Registry,
    private readonly preflight: M2MPreflight,
    private readonly revocations: RevocationFeed,
  ) {}

  onModuleInit(): void {
    showValue(this.registry, STATE_METRICS.credentialEnd, async () => {
      const { credentialEndMs } = await this.preflight.report();
      return credentialEndMs && Math.floor(credentialEndMs / 1000);
    });
    showValue(this.registry, STATE_METRICS.revocationsAge, () => {
      const { ageMs } = this.revocations.snapshot();
      return ageMs === undefined ? undefined : Math.round(ageMs / 1000);
    });
  }
}
