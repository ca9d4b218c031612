import { systemClock } from '@app/m2m';
import { METRICS_REGISTRY, showSamples, showValue } from '@app/runtime';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { AuditTrail } from '../audit/audit-trail.service.js';
import { Database } from '../database/database.js';
import type { FollowedSnapshot, Versioned } from '../database/followed-snapshot.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import { PublishedKeySet } from '../signing/published-key-set.service.js';
import { credentialEnds } from './credential-ends.js';
import { STATE_METRICS } from './metric-names.js';

type Followed = Pick<FollowedSnapshot<Versioned>, 'isLoaded' | 'ageMs' | 'current'>;

/** Looks at the state of the rooms when it is scraped. */
@Injectable()
export class StateMetrics implements OnModuleInit {
  constructor(
    @Inject(METRICS_REGISTRY) private readonly registry: Registry,
    private readonly database: Database,
    private readonly policy: PolicySnapshots,
    private readonly revocations: RevocationLedger,
    private readonly published: PublishedKeySet,
    private readonly trail: AuditTrail,
  ) {}

  onModuleInit(): void {
    const { registry, database, policy, revocations, published, trail } = this;
    showValue(registry, STATE_METRICS.coreUp, () => Number(published.isCoreAnswering));
    showValue(registry, STATE_METRICS.coreKeySetAge, () => secondsOf(published.ageMs));
    showValue(registry, STATE_METRICS.policyVersion, () => versionOf(policy));
    showValue(registry, STATE_METRICS.policyAge, () => ageOf(policy));
    showValue(registry, STATE_METRICS.revocationsVersion, () => versionOf(revocations));
    showValue(registry, STATE_METRICS.revocationsAge, () => ageOf(revocations));
    showValue(registry, STATE_METRICS.databaseUp, async () => Number(await database.isHealthy()));
    showValue(registry, STATE_METRICS.auditWaiting, () => trail.depth);
    showValue(registry, STATE_METRICS.auditLost, () => trail.lost);
    showSamples(registry, STATE_METRICS.credentialEnd, () => {
      if (!policy.isLoaded) return [];
      const ends = credentialEnds(policy.current().registry, systemClock.nowMs());
      return [...ends].map(([microservice, endSec]) => [{ microservice }, endSec] as const);
    });
  }
}

const versionOf = (followed: Followed): number | undefined =>
  followed.isLoaded ? followed.current().version : undefined;

const ageOf = (followed: Followed): number | undefined =>
  followed.isLoaded ? secondsOf(followed.ageMs) : undefined;

const secondsOf = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : Math.round(ms / 1000);
