import type { Clock } from '@app/m2m';
import { Logger, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AdminAct } from '../admin/admin-act.js';
import type { AdminActs } from '../admin/admin-acts.port.js';
import type { Database } from '../database/database.js';
import { StatementRefused } from '../database/database.errors.js';
import { LatestRead } from '../database/latest-read.js';
import { entriesIn } from './audit-batch.js';
import { AuditBuffer, type AuditBufferLimits } from './audit-buffer.js';
import type { DecisionListener } from './decision-listener.port.js';
import type { CredentialRefusalRecord, DecisionRecord } from './decision-record.js';
import { toAct } from './to-act.js';
import { toDenial } from './to-denial.js';
import { writeBatch, type NumberedBatch } from './write-batch.js';

const LONGEST_RETRY_MS = 30_000;

/** A batch that the database refuses this often is wrong in itself. */
const MOST_REFUSALS = 3;

/** What an {@link AuditTrail} is made of. */
export interface AuditTrailParts {
  readonly database: Pick<Database, 'transaction'>;
  readonly clock: Clock;
  /** Told by its entries from other instances; another one after each start. */
  readonly instance: string;
  readonly intervalMs?: number;
  readonly limits?: AuditBufferLimits | undefined;
  /** From 0 to 1, for the waits between attempts. */
  readonly random?: () => number;
}

/**
 * Keeps every denial and act, and counts allowed calls, without making anybody wait: entries go to
 * memory and from there to the database, about once a second. While it is away they wait, in bounded
 * memory; what finds no room is counted, logged, and told by an entry of its own.
 */
export class AuditTrail
  implements DecisionListener, AdminActs, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly logger = new Logger('Audit');
  private readonly buffer: AuditBuffer;
  private readonly writing = new LatestRead(() => this.write());
  private pending: NumberedBatch | undefined;
  private batches = 0;
  private failures = 0;
  private refusals = 0;
  private hasToldOfLoss = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: AuditTrailParts) {
    this.buffer = new AuditBuffer(parts.instance, parts.limits);
  }

  /** Entries and counters that wait to be written, those of a batch that failed too. */
  get depth(): number {
    return this.buffer.depth + (this.pending === undefined ? 0 : entriesIn(this.pending));
  }

  /** Denials and acts that found no room since the start. */
  get lost(): number {
    return this.buffer.lost;
  }

  decided(decision: DecisionRecord): void {
    if (decision.outcome === 'error') return;
    const nowMs = this.parts.clock.nowMs();
    if (decision.outcome === 'allow') this.buffer.addCall(decision, nowMs);
    else this.buffer.addDenial(toDenial(decision, nowMs), nowMs);
    this.writeLater();
  }

  refused(refusal: CredentialRefusalRecord): void {
    this.buffer.addRefusal(refusal, this.parts.clock.nowMs());
    this.writeLater();
  }

  /** Takes an act; whoever acted without a valid token is nobody, and kept as little of. */
  record({ actor, ...act }: AdminAct): void {
    const { code = 'M2M_ADMIN_TOKEN_MISSING', requestId, sourceAddress } = act;
    if (actor === undefined) this.refused({ code, requestId, sourceAddress });
    else this.buffer.addAct(toAct({ ...act, actor }), act.at.getTime());
    this.writeLater();
  }

  /** Resolves when what was recorded before is written, or cannot be; never rejects. */
  flush(): Promise<void> {
    return this.writing.ask();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  /** The last requests were answered after the hook above; the database closes after this one. */
  async onApplicationShutdown(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
    const { depth } = this;
    if (depth > 0 || this.pending !== undefined) {
      this.logger.error('audit entries are lost: the database was away to the end', { depth });
    }
  }

  private writeLater(): void {
    if (this.buffer.hasLoss && !this.hasToldOfLoss) this.tellOfLoss();
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, this.waitMs()).unref();
  }

  /** Doubles with every failure; the jitter keeps instances from coming back in step. */
  private waitMs(): number {
    const { intervalMs = 1000, random = Math.random } = this.parts;
    if (this.failures === 0) return intervalMs;
    const longest = Math.max(intervalMs, LONGEST_RETRY_MS);
    const waitMs = Math.min(longest, intervalMs * 2 ** Math.min(this.failures, 16));
    return waitMs * (0.5 + random() / 2);
  }

  /** Writes what is there now; what comes in the meantime has a timer of its own. */
  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (let left = this.batchesThatWait; left > 0; left -= 1) {
      const batch = (this.pending ??= this.take());
      try {
        await this.parts.database.transaction((queries) => writeBatch(queries, batch));
        this.written();
      } catch (error) {
        if (!this.isHopeless(error, batch)) return this.failed(error);
      }
      await nextTurn();
    }
  }

  private get batchesThatWait(): number {
    return this.buffer.batches + (this.pending === undefined ? 0 : 1);
  }

  private take(): NumberedBatch {
    this.batches += 1;
    return { ...this.buffer.take(randomUUID), instance: this.parts.instance, number: this.batches };
  }

  private written(): void {
    this.pending = undefined;
    this.refusals = 0;
    if (this.failures > 0) this.logger.log('audit trail is written again');
    this.failures = 0;
    this.hasToldOfLoss &&= this.buffer.hasLoss;
  }

  private failed(error: unknown): void {
    this.failures += 1;
    if (this.failures === 1) {
      this.logger.warn('audit trail cannot be written, entries wait', { reason: String(error) });
    }
    this.writeLater();
  }

  /**
   * One row that no database takes must not hold up all others for ever. A lost race or a deadlock
   * says nothing of the rows.
   */
  private isHopeless(error: unknown, batch: NumberedBatch): boolean {
    this.refusals = error instanceof StatementRefused && !error.isLostRace ? this.refusals + 1 : 0;
    if (this.refusals < MOST_REFUSALS) return false;
    this.logger.error('audit entries are refused and lost', { reason: String(error) });
    this.buffer.giveUp(batch, this.parts.clock.nowMs());
    this.pending = undefined;
    this.refusals = 0;
    this.writeLater();
    return true;
  }

  private tellOfLoss(): void {
    this.hasToldOfLoss = true;
    this.logger.error('audit entries are lost: the database has been away for too long');
  }
}
