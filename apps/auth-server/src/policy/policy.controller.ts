import { systemClock } from '@app/m2m';
import { Body, Controller, Get, Headers, HttpCode, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { ChangeAuthor } from './change-author.decorator.js';
import { entityTag } from './if-match.js';
import { lintPolicy, type PolicyFinding } from './lint-policy.js';
import { parsePolicyDocument } from './parse-policy-document.js';
import { POLICY_PATH } from './policy-body-parser.js';
import type { DocumentProblem } from './policy-document.js';
import { PolicyEditor, versionSubject, type NewVersion } from './policy-editor.service.js';
import { toProblem } from './policy.problems.js';
import { PolicyStore, type PolicyAuthor } from './policy-store.js';
import { prefersYaml } from './prefers-yaml.js';
import { policyBody, type PolicyBody } from './render-policy-document.js';

/** Reads and replaces the whole policy; for administrators. */
@Controller(POLICY_PATH)
export class PolicyController {
  constructor(
    private readonly store: PolicyStore,
    private readonly editor: PolicyEditor,
  ) {}

  @Get()
  @AdminRoute({ role: 'read', action: 'policy.read' })
  async read(
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyBody | string> {
    const stored = await this.store.read().catch(toProblem);
    reply.header('etag', entityTag(stored.version)).header('vary', 'Accept');
    if (!prefersYaml(accept)) return policyBody(stored.document);
    reply.type('application/yaml; charset=utf-8');
    return stored.source;
  }

  @Put()
  @AdminRoute({ role: 'administer', action: 'policy.replace', subject: versionSubject })
  async replace(
    @ChangeAuthor() author: PolicyAuthor,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewVersion> {
    const made = await this.editor.replace(textOf(body), author);
    reply.header('etag', entityTag(made.version));
    return made;
  }

  @Post('lint')
  @HttpCode(200)
  @AdminRoute({ role: 'read', action: 'policy.lint' })
  lint(@Body() body: unknown): {
    readonly problems: readonly DocumentProblem[];
    readonly warnings: readonly PolicyFinding[];
  } {
    const source = textOf(body);
    const parsed = parsePolicyDocument(source);
    if (!parsed.ok) return { problems: parsed.problems, warnings: [] };
    return { problems: [], warnings: lintPolicy(parsed.document, systemClock.nowMs()) };
  }
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : '';
}
