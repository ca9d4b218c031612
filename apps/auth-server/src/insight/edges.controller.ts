import { systemClock } from '@app/m2m';
import { Controller, Get, Query } from '@nestjs/common';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { toProblem } from '../audit/audit.problems.js';
import { CallHistory } from '../audit/call-history.service.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { edgeUsages, keyOf, type EdgeUsage } from './edge-usage.js';
import { parseEdgesQuery } from './insight-query.js';

/** A page of edges, by caller and target. */
interface EdgesPage {
  readonly policyVersion: number;
  /** From when on calls are known: an edge that was not called since may have been called before. */
  readonly knownSince?: Date | undefined;
  /** From when on `count` counts. */
  readonly countedSince: Date;
  /** How many edges there are that the filters let through. */
  readonly total: number;
  readonly edges: readonly EdgeUsage[];
  /** The `cursor` of the next page; absent on the last one. */
  readonly next?: string;
}

/** Which edges are used, and which end; for administrators. */
@Controller('admin/edges')
export class EdgesController {
  constructor(
    private readonly policy: PolicySnapshots,
    private readonly history: CallHistory,
  ) {}

  @Get()
  @AdminRoute({ role: 'read', action: 'edges.read' })
  async list(@Query() parameters: unknown): Promise<EdgesPage> {
    const { limit, after, countedSince, ...filter } = parseEdgesQuery(
      parameters,
      systemClock.nowMs(),
    );
    const { uses, firstHour } = await this.history.uses(countedSince).catch(toProblem);
    const policy = this.policy.current();
    const { total, edges, hasMore } = edgeUsages(policy, uses, filter, { after, limit });
    const last = edges.at(-1);
    return {
      policyVersion: policy.version,
      knownSince: firstHour,
      countedSince,
      total,
      edges,
      ...(hasMore &&
        last !== undefined && { next: Buffer.from(keyOf(last)).toString('base64url') }),
    };
  }
}
