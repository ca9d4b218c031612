import { systemClock } from '@app/m2m';
import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { toProblem } from '../audit/audit.problems.js';
import { CallHistory } from '../audit/call-history.service.js';
import { changesOf, diffPolicies, type PolicyChanges } from '../policy/diff-policies.js';
import { parsePolicyDocument } from '../policy/parse-policy-document.js';
import { documentInvalid } from '../policy/policy.problems.js';
import { settled } from '../policy/policy-source.js';
import { PolicyStore } from '../policy/policy-store.js';
import { policyBody } from '../policy/render-policy-document.js';
import { snapshotOfDocument } from '../policy/snapshot-of-document.js';
import { parsePeriod } from './insight-query.js';
import { planPolicy, type PlannedCalls } from './plan-policy.js';

/** Entries of each list at most; the totals count all. */
const MOST_LISTED = 1000;

/** What a policy would mean for the calls of a period. */
interface Plan extends PlannedCalls {
  readonly policyVersion: number;
  readonly since: Date;
  readonly until: Date;
  readonly totals: {
    /** Calls in the period. */
    readonly calls: number;
    /** Calls that would be refused, and on how many entries of `wouldDeny`. */
    readonly wouldDeny: number;
    readonly kinds: number;
    /** Calls that could not be told apart, and were judged by nothing. */
    readonly untold: number;
  };
  /** What the document changes about the policy in force. */
  readonly changes: PolicyChanges;
}

/** Holds a policy against the past before it is put in force; for administrators. */
@Controller('admin/policy/plan')
export class PlanController {
  constructor(
    private readonly store: PolicyStore,
    private readonly history: CallHistory,
  ) {}

  @Post()
  @HttpCode(200)
  @AdminRoute({ role: 'read', action: 'policy.plan' })
  async plan(@Query() parameters: unknown, @Body() body: unknown): Promise<Plan> {
    const nowMs = systemClock.nowMs();
    const since = parsePeriod(parameters, nowMs);
    const parsed = parsePolicyDocument(typeof body === 'string' ? body : '');
    if (!parsed.ok) throw documentInvalid(parsed.problems);
    const { version, document: inForce } = await this.store.read().catch(toProblem);
    const { calls, untold } = await this.history.since(since).catch(toProblem);
    const proposed = settled(parsed.document, inForce);
    const before = snapshotOfDocument(version, inForce);
    const after = snapshotOfDocument(version, proposed);
    const planned = planPolicy(calls, { before, after, nowMs });
    return {
      policyVersion: version,
      since,
      until: new Date(nowMs),
      totals: {
        calls: totalOf(calls) + untold,
        wouldDeny: totalOf(planned.wouldDeny),
        kinds: planned.wouldDeny.length,
        untold,
      },
      wouldDeny: planned.wouldDeny.slice(0, MOST_LISTED),
      refusedAlready: planned.refusedAlready.slice(0, MOST_LISTED),
      wouldNarrow: planned.wouldNarrow.slice(0, MOST_LISTED),
      changes: changesOf(diffPolicies(policyBody(inForce), policyBody(proposed))),
    };
  }
}

function totalOf(calls: readonly { readonly count: number }[]): number {
  return calls.reduce((total, { count }) => total + count, 0);
}
