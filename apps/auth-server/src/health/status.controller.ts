import { systemClock } from '@app/m2m';
import { INSTANCE_ID, VERSION } from '@app/runtime';
import { Controller, Get, Inject } from '@nestjs/common';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { Database } from '../database/database.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { PublishedKeySet } from '../signing/published-key-set.service.js';
import { endingCredentials } from './ending-credentials.js';
import { STATUS_OPTIONS, type StatusOptions } from './status-options.js';

/** How one auth-server is; what it cannot tell is absent. */
interface Status {
  readonly version: string;
  /** Of this process; another one after a restart. */
  readonly instanceId: string;
  readonly now: Date;
  readonly policy: { readonly version: number; readonly confirmedSecAgo: number };
  readonly keys: { readonly ids: readonly string[]; readonly confirmedSecAgo?: number };
  readonly database: { readonly kind: Database['kind']; readonly isReachable: boolean };
  readonly core: { readonly kind: StatusOptions['coreKind']; readonly isAnswering: boolean };
  /** Credentials that end within 14 days. */
  readonly endingCredentials: number;
}

/** Tells how this auth-server is, from memory but for the database's answer; for administrators. */
@Controller('admin/status')
export class StatusController {
  constructor(
    private readonly database: Database,
    private readonly policy: PolicySnapshots,
    private readonly published: PublishedKeySet,
    @Inject(INSTANCE_ID) private readonly instanceId: string,
    @Inject(STATUS_OPTIONS) private readonly options: StatusOptions,
  ) {}

  @Get()
  @AdminRoute({ role: 'read', action: 'status.read' })
  async read(): Promise<Status> {
    const { database, policy, published, instanceId } = this;
    const { version, registry } = policy.current();
    const nowMs = systemClock.nowMs();
    const keysAgeMs = published.ageMs;
    return {
      version: VERSION,
      instanceId,
      now: new Date(nowMs),
      policy: { version, confirmedSecAgo: seconds(policy.ageMs) },
      keys: {
        ids: [...(published.current?.keyIds ?? [])],
        ...(keysAgeMs !== undefined && { confirmedSecAgo: seconds(keysAgeMs) }),
      },
      database: { kind: database.kind, isReachable: await database.isHealthy() },
      core: { kind: this.options.coreKind, isAnswering: published.isCoreAnswering },
      endingCredentials: endingCredentials(registry, nowMs),
    };
  }
}

const seconds = (ms: number): number => Math.round(ms / 1000);
