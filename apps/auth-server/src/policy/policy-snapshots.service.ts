import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Clock } from '@app/m2m';

import type { Database } from '../database/database.js';
import { LatestRead } from '../database/latest-read.js';
import type { PolicySnapshot } from './policy-snapshot.js';
import { readSnapshot, readVersion } from './read-snapshot.js';

/** The channel on which the tables' triggers tell of a new version. */
export const POLICY_CHANNEL = 'm2m_policy';

/**
 * The policy in force, in memory. Whoever decides waits for no database: while it is away, the last
 * good snapshot stays and its age grows.
 *
 * A change is told by the database at once; polling finds it when the notice was lost.
 */
export class PolicySnapshots implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Policy');
  private snapshot: PolicySnapshot | undefined;
  private confirmedAtMs = 0;
  private readonly latest = new LatestRead(() => this.load());
  private isStopped = false;
  private isCutOff = false;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly pollIntervalMs: number,
  ) {}

  /** Loads the first snapshot and follows changes from then on. Throws what the database throws. */
  async start(): Promise<void> {
    await this.refresh();
    this.stopListening = await this.database.listen(POLICY_CHANNEL, () => this.refreshQuietly());
    this.pollLater();
  }

  /** Whether there is a snapshot to decide from. */
  get isLoaded(): boolean {
    return this.snapshot !== undefined;
  }

  /** The snapshot in force. Never waits. */
  current(): PolicySnapshot {
    if (this.snapshot === undefined) throw new Error('PolicySnapshots was not started.');
    return this.snapshot;
  }

  /** Milliseconds since the database last confirmed that the snapshot is the newest. */
  get ageMs(): number {
    return this.clock.monotonicMs() - this.confirmedAtMs;
  }

  /**
   * Reads the newest policy and puts it in force before it resolves. Reads never overlap, so an
   * older one cannot win; all who ask while one runs share the next one.
   */
  refresh(): Promise<PolicySnapshot> {
    return this.latest.ask();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.stopListening?.();
  }

  private async load(): Promise<PolicySnapshot> {
    const askedAtMs = this.clock.monotonicMs();
    const read = await readSnapshot(this.database);
    if (read.version !== this.version) {
      this.logger.log('policy in force', { version: read.version });
    }
    this.snapshot = read;
    this.confirmed(askedAtMs);
    return read;
  }

  private confirmed(atMs: number): void {
    this.confirmedAtMs = atMs;
    if (this.isCutOff) this.logger.log('policy confirmed again', { version: this.version });
    this.isCutOff = false;
  }

  /** The last good snapshot stays in force; health reads its age, and the log tells it once. */
  private cutOff(error: unknown): void {
    if (this.isStopped || this.isCutOff) return;
    this.isCutOff = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.warn('policy cannot be confirmed', { version: this.version, reason });
  }

  private get version(): number | undefined {
    return this.snapshot?.version;
  }

  /** Counts from the end of one poll, so that a slow database is not asked more, but less. */
  private pollLater(): void {
    if (this.isStopped) return;
    const next = (): void => void this.poll().finally(() => this.pollLater());
    this.timer = setTimeout(next, this.pollIntervalMs).unref();
  }

  private async poll(): Promise<void> {
    const askedAtMs = this.clock.monotonicMs();
    try {
      const version = await this.database.run(readVersion);
      if (version === this.version) this.confirmed(askedAtMs);
      else await this.refresh();
    } catch (error) {
      this.cutOff(error);
    }
  }

  private refreshQuietly(): void {
    this.refresh().catch((error: unknown) => this.cutOff(error));
  }
}
