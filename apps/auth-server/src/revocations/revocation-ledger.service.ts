import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Clock } from '@app/m2m';
import type { Database } from '../database/database.js';
import { LatestRead } from '../database/latest-read.js';
import { readRevocations, readRevocationVersion } from './read-revocations.js';
import type { RevocationSnapshot } from './revocation-snapshot.js';
import type { RevocationStore } from './revocation-store.js';

/** The channel on which the tables' triggers tell of a change. */
const REVOCATION_CHANNEL = 'm2m_revocations';

/** What a {@link RevocationLedger} is made of. */
export interface RevocationLedgerParts {
  readonly database: Database;
  readonly store: RevocationStore;
  readonly clock: Clock;
  /** How often the version is looked up, in milliseconds, in case a notice was lost. */
  readonly pollIntervalMs: number;
}

/**
 * The revocations in force, in memory; while the database is away, the last ones known stay in force.
 * A change is told by the database at once; polling finds it when the notice was lost.
 */
export class RevocationLedger implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Revocations');
  private readonly listeners = new Set<() => void>();
  private snapshot: RevocationSnapshot | undefined;
  private readonly latest = new LatestRead(() => this.load());
  private isStopped = false;
  private isCutOff = false;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => Promise<void>) | undefined;

  constructor(private readonly parts: RevocationLedgerParts) {}

  /** Loads what is in force and follows changes from then on. Throws what the database throws. */
  async start(): Promise<void> {
    await this.refresh();
    const { database } = this.parts;
    this.stopListening = await database.listen(REVOCATION_CHANNEL, () => this.refreshQuietly());
    this.pollLater();
  }

  /** The revocations in force. Never waits. */
  current(): RevocationSnapshot {
    if (this.snapshot === undefined) throw new Error('RevocationLedger was not started.');
    return this.snapshot;
  }

  /** Calls `listener` after every change; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Reads anew and has it in force before it resolves; all who ask while one read runs share the next. */
  refresh(): Promise<RevocationSnapshot> {
    return this.latest.ask();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.stopListening?.();
  }

  private async load(): Promise<RevocationSnapshot> {
    const read = await readRevocations(this.parts.database);
    this.isCutOff = false;
    this.install(read);
    return read;
  }

  private install(read: RevocationSnapshot): void {
    const isNew = read.version !== this.snapshot?.version;
    this.snapshot = read;
    if (!isNew) return;
    this.logger.log('revocations in force', {
      version: read.version,
      entries: read.entries.length,
    });
    for (const listener of this.listeners) listener();
  }

  private pollLater(): void {
    if (this.isStopped) return;
    const next = (): void => void this.poll().finally(() => this.pollLater());
    this.timer = setTimeout(next, this.parts.pollIntervalMs).unref();
  }

  private async poll(): Promise<void> {
    try {
      if (this.hasExpired()) await this.parts.store.purge();
      const version = await this.parts.database.run(readRevocationVersion);
      if (version !== this.current().version) await this.refresh();
      this.isCutOff = false;
    } catch (error) {
      this.cutOff(error);
    }
  }

  private hasExpired(): boolean {
    const nowMs = this.parts.clock.nowMs();
    return this.current().entries.some(
      ({ expiresAt }) => expiresAt !== undefined && expiresAt.getTime() <= nowMs,
    );
  }

  private refreshQuietly(): void {
    this.refresh().catch((error: unknown) => this.cutOff(error));
  }

  /** The last ones known stay in force, and the log tells it once. */
  private cutOff(error: unknown): void {
    if (this.isStopped || this.isCutOff) return;
    this.isCutOff = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.warn('revocations cannot be confirmed', {
      version: this.snapshot?.version,
      reason,
    });
  }
}
