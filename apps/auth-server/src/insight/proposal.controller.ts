import { systemClock } from '@app/m2m';
import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { toProblem } from '../audit/audit.problems.js';
import { CallHistory } from '../audit/call-history.service.js';
import { entityTag } from '../policy/if-match.js';
import { PolicyStore } from '../policy/policy-store.js';
import { snapshotOfDocument } from '../policy/snapshot-of-document.js';
import { parsePeriod } from './insight-query.js';
import { proposalText } from './proposal-text.js';
import { proposeEdges } from './propose-edges.js';

/** Writes the policy that the calls of a period need, and no more; for administrators. */
@Controller('admin/policy/proposal')
export class ProposalController {
  constructor(
    private readonly store: PolicyStore,
    private readonly history: CallHistory,
  ) {}

  /** The document, with the version that it is for as ETag: send it back in `If-Match`. */
  @Get()
  @AdminRoute({ role: 'read', action: 'policy.propose' })
  async propose(
    @Query() parameters: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const nowMs = systemClock.nowMs();
    const since = parsePeriod(parameters, nowMs);
    const { source, document, version } = await this.store.read().catch(toProblem);
    const { calls, untold } = await this.history.since(since).catch(toProblem);
    const proposed = proposeEdges(calls, snapshotOfDocument(version, document), nowMs);
    reply.header('etag', entityTag(version)).type('application/yaml; charset=utf-8');
    return proposalText(proposed, {
      source,
      version,
      since,
      until: new Date(nowMs),
      calls: calls.reduce((total, { count }) => total + count, untold),
      untold,
    });
  }
}
