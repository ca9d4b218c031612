import { Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { ChangeAuthor } from './change-author.decorator.js';
import type { PolicyDifference } from './diff-policies.js';
import { entityTag } from './if-match.js';
import { POLICY_PATH } from './policy-body-parser.js';
import { PolicyEditor, versionSubject, type NewVersion } from './policy-editor.service.js';
import type { PolicyAuthor } from './policy-store.js';
import { VERSIONS_PAGE, type PolicyVersionHead } from './policy-version.js';
import { PolicyVersions } from './policy-versions.service.js';
import { requestInvalid, toProblem } from './policy.problems.js';
import { prefersYaml } from './prefers-yaml.js';

/** The history of the policy; for administrators. */
@Controller(POLICY_PATH)
export class PolicyVersionsController {
  constructor(
    private readonly versions: PolicyVersions,
    private readonly editor: PolicyEditor,
  ) {}

  @Get('versions')
  @AdminRoute({ role: 'read', action: 'policy.versions' })
  list(
    @Query('cursor') cursor: unknown,
    @Query('limit') limit: unknown,
  ): Promise<{ readonly versions: readonly PolicyVersionHead[]; readonly next?: string }> {
    const most = limit === undefined ? VERSIONS_PAGE.default : numberIn(limit, 'limit');
    if (most < 1 || most > VERSIONS_PAGE.most) throw invalidNumber('limit');
    const before = cursor === undefined ? undefined : numberIn(cursor, 'cursor');
    return this.versions.list({ before, limit: most }).catch(toProblem);
  }

  @Get('versions/:version')
  @AdminRoute({ role: 'read', action: 'policy.version' })
  async read(
    @Param('version') version: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<(PolicyVersionHead & { readonly document: string }) | string> {
    const found = await this.versions.find(numberIn(version, 'version')).catch(toProblem);
    reply.header('vary', 'Accept');
    const { content: _content, source, ...head } = found;
    if (!prefersYaml(accept)) return { ...head, document: source };
    reply.type('application/yaml; charset=utf-8');
    return source;
  }

  @Get('diff')
  @AdminRoute({ role: 'read', action: 'policy.diff' })
  diff(
    @Query('from') from: unknown,
    @Query('to') to: unknown,
  ): Promise<{
    readonly from: number;
    readonly to: number;
    readonly differences: readonly PolicyDifference[];
  }> {
    const end = to === undefined ? undefined : numberIn(to, 'to');
    return this.versions.diff(numberIn(from, 'from'), end).catch(toProblem);
  }

  @Post('versions/:version/restore')
  @HttpCode(200)
  @AdminRoute({ role: 'administer', action: 'policy.restore', subject: versionSubject })
  async restore(
    @Param('version') version: string,
    @ChangeAuthor() author: PolicyAuthor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewVersion> {
    const made = await this.editor.restore(numberIn(version, 'version'), author);
    reply.header('etag', entityTag(made.version));
    return made;
  }
}

function numberIn(text: unknown, member: string): number {
  if (typeof text === 'string' && /^(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  throw invalidNumber(member);
}

function invalidNumber(member: string) {
  return requestInvalid(
    member,
    `Send whole numbers: versions as GET /admin/policy/versions has them, a limit up to ${VERSIONS_PAGE.most}.`,
  );
}
