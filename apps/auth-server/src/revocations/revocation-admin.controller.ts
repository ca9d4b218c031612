import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  UseGuards,
} from '@nestjs/common';
import { AdminTokenGuard } from '../admin/admin-token.guard.js';
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
@UseGuards(AdminTokenGuard)
export class RevocationAdminController {
  constructor(
    private readonly store: RevocationStore,
    private readonly ledger: RevocationLedger,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async list(): Promise<{ readonly version: number; readonly revocations: RevocationBody[] }> {
    const { version, entries } = await this.ledger.refresh().catch(toProblem);
    return { version, revocations: entries.map(bodyOf) };
  }

  @Post()
  @Header('cache-control', 'no-store')
  async revoke(@Body() body: unknown): Promise<RevocationBody> {
    const order = parseRevocationOrder(body);
    if (order === undefined) throw orderInvalid();
    const revocation = await this.store.add({ ...order, actor: 'admin' }).catch(toProblem);
    await this.ledger.refresh().catch(toProblem);
    return bodyOf(revocation);
  }

  @Delete(':id')
  @HttpCode(204)
  @Header('cache-control', 'no-store')
  async lift(@Param('id') id: string): Promise<void> {
    if (!UUID.test(id)) toProblem(new RevocationUnknown());
    await this.store.lift(id).catch(toProblem);
    await this.ledger.refresh().catch(toProblem);
  }
}

function bodyOf(revocation: Revocation): RevocationBody {
  const { id, reason, actor, createdAt, notBefore, expiresAt } = revocation;
  return { id, ...subjectOf(revocation), reason, actor, createdAt, notBefore, expiresAt };
}
