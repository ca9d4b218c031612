import { Body, Controller, Get, Headers, Put, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AdminTokenGuard } from '../admin/admin-token.guard.js';
import { entityTag, versionOfIfMatch } from './if-match.js';
import { parsePolicyDocument } from './parse-policy-document.js';
import { POLICY_PATH } from './policy-body-parser.js';
import { documentInvalid, preconditionRequired, toProblem } from './policy.problems.js';
import { PolicySnapshots } from './policy-snapshots.service.js';
import { PolicyStore } from './policy-store.js';
import { prefersYaml } from './prefers-yaml.js';
import { policyBody, policyYaml, type PolicyBody } from './render-policy-document.js';

/** Reads and replaces the whole policy; for administrators. */
@Controller(POLICY_PATH)
@UseGuards(AdminTokenGuard)
export class PolicyController {
  constructor(
    private readonly store: PolicyStore,
    private readonly snapshots: PolicySnapshots,
  ) {}

  @Get()
  async read(
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyBody | string> {
    const { version, document } = await this.store.read().catch(toProblem);
    reply.header('etag', entityTag(version)).header('vary', 'Accept');
    reply.header('cache-control', 'no-store');
    if (!prefersYaml(accept)) return policyBody(document);
    reply.type('application/yaml; charset=utf-8');
    return policyYaml(document);
  }

  @Put()
  async replace(
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly version: number }> {
    const expected = versionOfIfMatch(ifMatch);
    if (expected === undefined) throw preconditionRequired();
    const source = typeof body === 'string' ? body : '';
    const parsed = parsePolicyDocument(source);
    if (!parsed.ok) throw documentInvalid(parsed.problems);
    const version = await this.store
      .replace(parsed.document, { ifMatch: expected, actor: 'admin', source })
      .catch(toProblem);
    await this.snapshots.refresh().catch(toProblem);
    reply.header('etag', entityTag(version)).header('cache-control', 'no-store');
    return { version };
  }
}
