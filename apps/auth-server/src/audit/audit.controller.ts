import { Controller, Get, Param, Query } from '@nestjs/common';
import { systemClock } from '@app/m2m';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { Database } from '../database/database.js';
import { writeCursor } from './audit-cursor.js';
import type { AuditEntry } from './audit-entry.js';
import { parseAuditQuery } from './audit-query.js';
import { AuditTrail } from './audit-trail.service.js';
import { entryUnknown, queryInvalid, toProblem } from './audit.problems.js';
import { findEntry, readAudit } from './read-audit.js';

/** A page of entries, newest first. */
interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** The `cursor` of the next page; absent on the last one. */
  readonly next?: string;
}

/** What was denied and what administrators did; for administrators. */
@Controller('admin/audit')
export class AuditController {
  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
  ) {}

  @Get()
  @AdminRoute({ role: 'read', action: 'audit.read' })
  async list(@Query() parameters: unknown): Promise<AuditPage> {
    const query = parseAuditQuery(parameters, systemClock.nowMs());
    if ('message' in query) throw queryInvalid(query);
    await this.trail.flush();
    const found = await this.database.read((queries) => readAudit(queries, query)).catch(toProblem);
    const entries = found.slice(0, query.limit);
    const last = entries.at(-1);
    const hasMore = last !== undefined && found.length > entries.length;
    return { entries, ...(hasMore && { next: writeCursor(last) }) };
  }

  /** One entry: of a denial, by the id that its caller was told. */
  @Get(':id')
  @AdminRoute({ role: 'read', action: 'audit.read' })
  async find(@Param('id') id: string): Promise<AuditEntry> {
    if (!/^[\w-]{1,64}$/.test(id)) throw entryUnknown();
    await this.trail.flush();
    const entry = await this.database.read((queries) => findEntry(queries, id)).catch(toProblem);
    if (entry === undefined) throw entryUnknown();
    return entry;
  }
}
