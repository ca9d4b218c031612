import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { actorName, type AdminActor } from '../admin/admin-actor.js';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { CurrentAdmin } from '../admin/current-admin.decorator.js';
import type { Revocation } from './revocation.js';
import { subjectOf } from './revocation-claims.js';
import { RevocationLedger } from './revocation-ledger.service.js';
import { parseRevocationOrder } from './revocation-order.js';
import { RevocationStore } from './revocation-store.js';
import { RevocationUnknown } from './revocations.errors.js';
import { orderInvalid, toProblem } from './revocations.problems.js';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** One revocation as an administrator sees it. */
type RevocationBody = Readonly<Record<string, unknown>>;

/** Revokes and lifts; for administrators. What it answers is in force on this instance already. */
@Controller('admin/revocations')
export class RevocationAdminController {
  constructor(
    private readonly store: RevocationStore,
    private readonly ledger: RevocationLedger,
  ) {}

  @Get()
  @AdminRoute({ role: 'read', action: 'revocation.list' })
  async list(): Promise<{ readonly version: number; readonly revocations: RevocationBody[] }> {
    const { version, entries } = await this.ledger.refresh().catch(toProblem);
    return { version, revocations: entries.map(bodyOf) };
  }

  @Post()
  @AdminRoute({ role: 'operate', action: 'revocation.add', subject: toldOf })
  async revoke(@Body() body: unknown, @CurrentAdmin() admin: AdminActor): Promise<RevocationBody> {
    const order = parseRevocationOrder(body);
    if (order === undefined) throw orderInvalid();
    const actor = actorName(admin);
    const revocation = await this.store.add({ ...order, actor }).catch(toProblem);
    await this.ledger.refreshIfPossible();
    return bodyOf(revocation);
  }

  @Delete(':id')
  @HttpCode(204)
  @AdminRoute({ role: 'operate', action: 'revocation.lift' })
  async lift(@Param('id') id: string): Promise<void> {
    if (!UUID.test(id)) toProblem(new RevocationUnknown());
    await this.store.lift(id).catch(toProblem);
    await this.ledger.refreshIfPossible();
  }
}

function bodyOf(revocation: Revocation): RevocationBody {
  const { id, reason, actor, createdAt, notBefore, expiresAt } = revocation;
  return { id, ...subjectOf(revocation), reason, actor, createdAt, notBefore, expiresAt };
}

/** What was revoked and under which id, as it is written down. */
function toldOf({ id, microservice, edge, kid, jti }: RevocationBody): Record<string, string> {
  const told = { id, microservice, kid, jti, ...Object(edge) } as Record<string, unknown>;
  const named = Object.entries(told).filter(([, name]) => typeof name === 'string');
  return Object.fromEntries(named) as Record<string, string>;
}
