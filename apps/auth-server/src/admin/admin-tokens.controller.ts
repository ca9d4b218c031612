import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { actorName, ROOT, type AdminActor } from './admin-actor.js';
import { AdminRoute } from './admin-route.decorator.js';
import { hashOf, isAdminTokenId, makeAdminToken, makeAdminTokenId } from './admin-secret.js';
import { adminTokenRequest } from './admin-token-request.js';
import { adminTokenBody, ROOT_BODY, type AdminTokenBody } from './admin-token-response.js';
import { AdminTokenStore } from './admin-token-store.js';
import { AdminTokens } from './admin-tokens.service.js';
import { AdminTokenUnknown, RootTokenNotRevocable } from './admin.errors.js';
import { tokenRequestInvalid, toProblem } from './admin.problems.js';
import { CurrentAdmin } from './current-admin.decorator.js';

/** Makes, lists and ends admin tokens; what it answers is in force on this instance already. */
@Controller('admin/tokens')
export class AdminTokensController {
  constructor(
    private readonly store: AdminTokenStore,
    private readonly tokens: AdminTokens,
  ) {}

  @Get()
  @AdminRoute({ role: 'read', action: 'admin_token.list' })
  async list(): Promise<{ readonly tokens: readonly AdminTokenBody[] }> {
    const records = await this.store.list().catch(toProblem);
    return { tokens: [ROOT_BODY, ...records.map(adminTokenBody)] };
  }

  @Post()
  @AdminRoute({
    role: 'administer',
    action: 'admin_token.make',
    subject: ({ id, label, role }: AdminTokenBody) => ({ id, label, role }),
  })
  async make(@Body() body: unknown, @CurrentAdmin() admin: AdminActor): Promise<AdminTokenBody> {
    const parsed = adminTokenRequest.safeParse(body);
    if (!parsed.success) throw tokenRequestInvalid();
    const { label, role, expiresInSec: ttlSec } = parsed.data;
    const id = makeAdminTokenId();
    const token = makeAdminToken(id);
    const made = { id, label, role, ttlSec, hash: hashOf(token), createdBy: actorName(admin) };
    const record = await this.store.add(made).catch(toProblem);
    await this.tokens.refreshIfPossible();
    return { ...adminTokenBody(record), token };
  }

  @Delete(':id')
  @HttpCode(204)
  @AdminRoute({ role: 'administer', action: 'admin_token.revoke' })
  async revoke(@Param('id') id: string): Promise<void> {
    if (id === ROOT.id) toProblem(new RootTokenNotRevocable());
    if (!isAdminTokenId(id)) toProblem(new AdminTokenUnknown());
    await this.store.revoke(id).catch(toProblem);
    await this.tokens.refreshIfPossible();
  }
}
