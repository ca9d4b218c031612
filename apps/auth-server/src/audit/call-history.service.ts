import type { Database } from '../database/database.js';
import type { AuditTrail } from './audit-trail.service.js';
import { readCalls, readUses } from './read-calls.js';

/** Calls that were allowed and are alike. */
export interface CallSeen {
  readonly caller: string;
  readonly target: string;
  /** What was asked for; none asks for all that the edge has. */
  readonly scopes: readonly string[];
  /** Why they would have been denied, were they not observed only. */
  readonly observed: string | undefined;
  readonly count: number;
  readonly lastAt: Date;
}

/** How an edge is used. */
export interface EdgeUse {
  readonly caller: string;
  readonly target: string;
  /** Calls in the period that was asked about. */
  readonly count: number;
  readonly lastAt: Date;
}

/** What was called, from the counters of all instances; as far back as entries are kept. */
export class CallHistory {
  constructor(
    private readonly database: Pick<Database, 'read'>,
    private readonly trail: Pick<AuditTrail, 'flush'>,
  ) {}

  /**
   * The calls since the hour of a moment, up to 50 000 kinds of them, and how many calls were not
   * told apart. Throws DatabaseUnavailable.
   */
  async since(
    moment: Date,
  ): Promise<{ readonly calls: readonly CallSeen[]; readonly untold: number }> {
    await this.trail.flush();
    return this.database.read((queries) => readCalls(queries, moment));
  }

  /**
   * The last use of every edge that is remembered, with the calls since a moment, and the first hour
   * that is. Throws DatabaseUnavailable.
   */
  async uses(
    since: Date,
  ): Promise<{ readonly uses: readonly EdgeUse[]; readonly firstHour: Date | undefined }> {
    await this.trail.flush();
    return this.database.read((queries) => readUses(queries, since));
  }
}
