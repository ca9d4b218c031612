import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { ResolvedInboundOptions } from './inbound-options.js';
import { INBOUND_OPTIONS } from './inbound-options.token.js';
import { KeySet } from './key-set.js';
import { RevocationFeed } from './revocation-feed.js';
import type { RevocationAnswer, RevocationSource } from './revocation-source.port.js';
import { verifyRevocations } from './revocation-verifier.js';

/** Between two requests that the auth-server may hold; also when it answers news after news. */
const SHORT_PAUSE_MS = 50;

/** An answer of no change that comes sooner was not held: the auth-server holds no more requests. */
const HELD_FOR_MS = 900;

/**
 * Keeps the {@link RevocationFeed} up to date from the start of the application to its end. Starting
 * never waits for it, a process never stays alive for it.
 */
@Injectable()
export class RevocationFollower implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('M2M');
  private readonly end = new AbortController();
  private tag: string | undefined;
  private isAlarmed = false;
  private isUnusable = false;

  /** @internal Made by Nest. */
  constructor(
    private readonly feed: RevocationFeed,
    private readonly keySet: KeySet,
    @Inject(INBOUND_OPTIONS) private readonly options: ResolvedInboundOptions,
  ) {}

  /** @internal Called by Nest. */
  onApplicationBootstrap(): void {
    const { source } = this.options.revocations;
    if (source !== undefined) void this.follow(source);
  }

  /** @internal Called by Nest. */
  onModuleDestroy(): void {
    this.end.abort();
  }

  private async follow(source: RevocationSource): Promise<void> {
    const { signal } = this.end;
    while (!signal.aborted && this.feed.snapshot().isFollowed) {
      const pauseMs = await this.look(source);
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** One request; returns how long to pause before the next. Never rejects. */
  private async look(source: RevocationSource): Promise<number> {
    const askedAtMs = performance.now();
    try {
      const isNews = await this.ask(source);
      this.recovered();
      const wasHeld = performance.now() - askedAtMs > HELD_FOR_MS;
      const isPushed = this.options.revocations.waitSec > 0;
      return isPushed && (isNews || wasHeld) ? SHORT_PAUSE_MS : this.intervalMs();
    } catch (error) {
      if (!this.end.signal.aborted) this.failed(error);
      return this.intervalMs();
    }
  }

  /** Asks and puts the answer in force; returns whether it was a newer list. */
  private async ask(source: RevocationSource): Promise<boolean> {
    const known = this.tag;
    const waitSec = known === undefined ? 0 : this.options.revocations.waitSec;
    const isRetry = this.isUnusable;
    const answer = await source({ known, waitSec, isRetry, signal: this.end.signal });
    this.isUnusable = true;
    const isNews = await this.use(answer);
    this.isUnusable = false;
    return isNews;
  }

  private async use(answer: RevocationAnswer): Promise<boolean> {
    const { expected, clock, events } = this.options;
    if (answer.kind === 'not-offered') return this.notOffered();
    if (answer.kind === 'unchanged') {
      this.feed.confirm();
      return false;
    }
    const list = await verifyRevocations(answer.jws, { keySet: this.keySet, expected, clock });
    const { version: before } = this.feed.snapshot();
    if (!this.feed.install(list)) throw new Error('The list is older than the one in force.');
    this.tag = answer.tag;
    if (list.version === before) return false;
    events.revocationsChanged?.(list.version, list.size);
    return true;
  }

  /** An auth-server that never had a list has none; one that had is in trouble. */
  private notOffered(): false {
    if (this.feed.snapshot().ageMs !== undefined) throw new Error('The list is no longer there.');
    this.feed.giveUp();
    this.logger.log('The auth-server offers no list of revocations: none are followed.');
    return false;
  }

  private recovered(): void {
    if (this.isAlarmed) this.logger.log('The list of revocations is followed again.');
    this.isAlarmed = false;
  }

  /** The last list known stays in force; once it is stale, one line and one event say so. */
  private failed(error: unknown): void {
    const { events } = this.options;
    const reason = types.isNativeError(error) ? error : new Error(String(error));
    events.revocationsFailed?.(reason);
    const { isStale, silentMs } = this.feed.snapshot();
    if (this.isAlarmed || !isStale) return;
    this.isAlarmed = true;
    const seconds = Math.round(silentMs / 1000);
    this.logger.error(
      `Nothing was heard of revocations for ${seconds} s: what was revoked since is still accepted. ${reason.message}`,
    );
    events.revocationsStale?.(seconds);
  }

  /** With jitter, so that microservices that lost it together do not ask together. */
  private intervalMs(): number {
    return this.options.revocations.intervalMs * (0.8 + 0.2 * Math.random());
  }
}
