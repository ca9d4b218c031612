import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Clock } from '@app/m2m';
import type { Queries } from './database-connection.js';
import type { Database } from './database.js';
import { LatestRead } from './latest-read.js';

/** What is read as of one moment, and can be told from what it was before. */
export interface Versioned {
  readonly version: number;
}

/** What a {@link FollowedSnapshot} follows. */
export interface Followed<Snapshot extends Versioned> {
  /** What the log calls it: `policy`. */
  readonly what: string;
  /** The context of its log lines: `Policy`. */
  readonly context: string;
  /** The channel on which the tables' triggers tell of a new version. */
  readonly channel: string;
  readonly read: (database: Database) => Promise<Snapshot>;
  readonly readVersion: (queries: Queries) => Promise<number>;
  /** What the log tells of a new version beside its number. */
  readonly describe?: (snapshot: Snapshot) => object;
  /** Done before each look at the version. */
  readonly beforePoll?: () => Promise<void>;
}

/** What a {@link FollowedSnapshot} works with. */
export interface FollowedParts {
  readonly database: Database;
  readonly clock: Clock;
  /** How often the version is looked up, in milliseconds, in case a notice was lost. */
  readonly pollIntervalMs: number;
}

/**
 * Some tables in memory. Whoever decides from them waits for no database: while it is away, the last
 * good snapshot stays and its age grows.
 *
 * A change is told by the database at once; polling finds it when the notice was lost.
 */
export class FollowedSnapshot<Snapshot extends Versioned> implements BeforeApplicationShutdown {
  private readonly logger: Logger;
  private readonly listeners = new Set<() => void>();
  private readonly latest = new LatestRead(() => this.load());
  private snapshot: Snapshot | undefined;
  private confirmedAtMs = 0;
  private isStopped = false;
  private isCutOff = false;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    private readonly followed: Followed<Snapshot>,
    private readonly parts: FollowedParts,
  ) {
    this.logger = new Logger(followed.context);
  }

  /** Loads the first snapshot and follows changes from then on. Throws what the database throws. */
  async start(): Promise<void> {
    await this.refresh();
    const { channel } = this.followed;
    this.stopListening = await this.parts.database.listen(channel, () => {
      void this.refreshIfPossible();
    });
    this.pollLater();
  }

  /** Whether there is a snapshot to decide from. */
  get isLoaded(): boolean {
    return this.snapshot !== undefined;
  }

  /** The snapshot in force. Never waits. */
  current(): Snapshot {
    if (this.snapshot === undefined) throw new Error(`${this.constructor.name} was not started.`);
    return this.snapshot;
  }

  /** Milliseconds since the database last confirmed that the snapshot is the newest. */
  get ageMs(): number {
    return this.parts.clock.monotonicMs() - this.confirmedAtMs;
  }

  /** Calls `listener` after every change; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Reads the newest and puts it in force before it resolves. Reads never overlap, so an older one
   * cannot win; all who ask while one runs share the next one.
   */
  refresh(): Promise<Snapshot> {
    return this.latest.ask();
  }

  /**
   * Puts the newest in force after a change that is written already: when it cannot be read back now,
   * this instance follows by itself. Never rejects.
   */
  async refreshIfPossible(): Promise<void> {
    await this.refresh().catch((error: unknown) => this.cutOff(error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.stopListening?.();
  }

  private async load(): Promise<Snapshot> {
    const askedAtMs = this.parts.clock.monotonicMs();
    const read = await this.followed.read(this.parts.database);
    const isNew = read.version !== this.version;
    this.snapshot = read;
    this.confirmed(askedAtMs);
    if (isNew) this.changed(read);
    return read;
  }

  private changed(snapshot: Snapshot): void {
    const { what, describe } = this.followed;
    const { version } = snapshot;
    this.logger.log(`${what} in force`, { version, ...describe?.(snapshot) });
    for (const listener of this.listeners) listener();
  }

  private confirmed(atMs: number): void {
    this.confirmedAtMs = atMs;
    const { version, followed } = this;
    if (this.isCutOff) this.logger.log(`${followed.what} confirmed again`, { version });
    this.isCutOff = false;
  }

  /** The last good snapshot stays in force; health reads its age, and the log tells it once. */
  private cutOff(error: unknown): void {
    if (this.isStopped || this.isCutOff) return;
    this.isCutOff = true;
    const reason = error instanceof Error ? error.message : String(error);
    const { version, followed } = this;
    this.logger.warn(`${followed.what} cannot be confirmed`, { version, reason });
  }

  private get version(): number | undefined {
    return this.snapshot?.version;
  }

  /** Counts from the end of one poll, so that a slow database is not asked more, but less. */
  private pollLater(): void {
    if (this.isStopped) return;
    const next = (): void => void this.poll().finally(() => this.pollLater());
    this.timer = setTimeout(next, this.parts.pollIntervalMs).unref();
  }

  private async poll(): Promise<void> {
    const askedAtMs = this.parts.clock.monotonicMs();
    try {
      await this.followed.beforePoll?.();
      const version = await this.parts.database.run(this.followed.readVersion);
      if (version === this.version) this.confirmed(askedAtMs);
      else await this.refresh();
    } catch (error) {
      this.cutOff(error);
    }
  }
}
