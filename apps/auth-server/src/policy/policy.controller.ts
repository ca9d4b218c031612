import { Body, Controller, Get, Headers, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorName, type AdminActor } from '../admin/admin-actor.js';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { CurrentAdmin } from '../admin/current-admin.decorator.js';
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
export class PolicyController {
  constructor(
    private readonly store: PolicyStore,
    private readonly snapshots: PolicySnapshots,
  ) {}

  @Get()
  @AdminRoute({ role: 'read', action: 'policy.read' })
  async read(
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyBody | string> {
    const { version, document } = await this.store.read().catch(toProblem);
    reply.header('etag', entityTag(version)).header('vary', 'Accept');
    if (!prefersYaml(accept)) return policyBody(document);
    reply.type('application/yaml; charset=utf-8');
    return policyYaml(document);
  }

  @Put()
  @AdminRoute({
    role: 'administer',
    action: 'policy.replace',
    subject: ({ version }: { readonly version: number }) => ({ version: String(version) }),
  })
  async replace(
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: unknown,
    @CurrentAdmin() admin: AdminActor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly version: number }> {
    const expected = versionOfIfMatch(ifMatch);
    if (expected === undefined) throw preconditionRequired();
    const source = typeof body === 'string' ? body : '';
    const parsed = parsePolicyDocument(source);
    if (!parsed.ok) throw documentInvalid(parsed.problems);
    const version = await this.store
      .replace(parsed.document, { ifMatch: expected, actor: actorName(admin), source })
      .catch(toProblem);
    await this.snapshots.refresh().catch(toProblem);
    reply.header('etag', entityTag(version));
    return { version };
  }
}
