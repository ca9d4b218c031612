import { createHash } from 'node:crypto';
import { systemClock } from '@app/m2m';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CORE, type Core, type PublicJwk } from './core.port.js';
import { CoreIncompatible } from './core-unavailable.error.js';

/** A new dynamic key is published a minute before it signs, so twice in that time is often enough. */
const REFRESH_INTERVAL_MS = 20_000;

/** While the core does not sign, so that readiness returns soon after it does. */
const RETRY_INTERVAL_MS = 2000;

/** How the core names the keys that sign credentials. */
const STATIC_KEY_PREFIX = 's-';

/** The token of a probe names no audience, and nobody ever sees it. */
const PROBE_TTL_SEC = 1;

/** The key set as it is served: the document and its validator, made once per change. */
export interface PublishedKeys {
  readonly keys: readonly PublicJwk[];
  readonly keyIds: ReadonlySet<string>;
  readonly document: string;
  readonly etag: string;
}

function publish(keys: readonly PublicJwk[]): PublishedKeys {
  const document = JSON.stringify({ keys });
  const etag = `"${createHash('sha256').update(document).digest('base64url').slice(0, 22)}"`;
  return { keys, keyIds: new Set(keys.map(({ kid }) => kid)), document, etag };
}

/**
 * The core's key set in memory: served while the core is away, refreshed in the background, and at
 * once when the core signed with a key that is not in it yet.
 */
@Injectable()
export class PublishedKeySet implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Signing');
  #current: PublishedKeys | undefined;
  #confirmedAtMs: number | undefined;
  #refreshing: Promise<PublishedKeys> | undefined;
  /** Why the core did not answer when it was last asked to. */
  #failure: string | undefined;
  #isProbing = false;
  /** Undefined before the start and after the end. */
  #timer: NodeJS.Timeout | undefined;

  constructor(@Inject(CORE) private readonly core: Core) {}

  /** The set as last seen, or undefined while the core was never reached. */
  get current(): PublishedKeys | undefined {
    return this.#current;
  }

  /** Milliseconds since the core last showed its keys; undefined while it never did. */
  get ageMs(): number | undefined {
    if (this.#confirmedAtMs === undefined) return undefined;
    return systemClock.monotonicMs() - this.#confirmedAtMs;
  }

  /** Whether the core showed its keys and signed when it was last asked to. */
  get isCoreAnswering(): boolean {
    return this.#current !== undefined && this.#failure === undefined;
  }

  /** The process's first call to the core; an incompatible one stops the start, a missing one does not. */
  async onApplicationBootstrap(): Promise<void> {
    const failure = await this.tryRefresh();
    if (failure instanceof CoreIncompatible) throw failure;
    this.probeLater();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Somebody’s call to the core has failed: whether that was the call or the core is found out now. */
  suspect(): void {
    if (this.#timer !== undefined && this.#failure === undefined) this.probe();
  }

  /**
   * The set with the key in it, so that verifiers can find it before a token that it signed leaves;
   * undefined when the core does not show it.
   *
   * @throws {CoreUnavailable} The key set cannot be read.
   */
  async including(keyId: string): Promise<PublishedKeys | undefined> {
    if (this.#current?.keyIds.has(keyId)) return this.#current;
    const keys = await this.refresh();
    return keys.keyIds.has(keyId) ? keys : undefined;
  }

  /**
   * The set as a JWK Set document, read first if it never was.
   *
   * @throws {CoreUnavailable} It was never read and cannot be now.
   */
  async jwks(): Promise<{ readonly keys: readonly PublicJwk[] }> {
    const { keys } = this.#current ?? (await this.refresh());
    return { keys };
  }

  /** Reads the keys anew; callers at the same moment share one request. */
  refresh(): Promise<PublishedKeys> {
    this.#refreshing ??= this.readKeys().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  private async readKeys(): Promise<PublishedKeys> {
    try {
      return this.publishIfChanged(publish(await this.core.publicKeys()));
    } catch (error) {
      this.noteFailure(error as Error);
      throw error;
    }
  }

  private publishIfChanged(next: PublishedKeys): PublishedKeys {
    this.#confirmedAtMs = systemClock.monotonicMs();
    if (next.etag === this.#current?.etag) return this.#current;
    this.logger.log('key set published', { keyIds: [...next.keyIds] });
    this.reportLost(next);
    this.#current = next;
    return next;
  }

  /** A core never drops a static key by itself: credentials that were signed with one end with it. */
  private reportLost({ keyIds }: PublishedKeys): void {
    const former = this.#current?.keyIds ?? [];
    const lost = [...former].filter((id) => id.startsWith(STATIC_KEY_PREFIX) && !keyIds.has(id));
    if (lost.length === 0) return;
    this.logger.error(
      'the core has lost keys that sign credentials: restore the core’s database, or give every microservice a new credential',
      { keyIds: lost },
    );
  }

  private probe(): void {
    if (this.#isProbing) return;
    this.#isProbing = true;
    void this.tryRefresh().then(() => {
      this.#isProbing = false;
      if (this.#timer !== undefined) this.probeLater();
    });
  }

  private probeLater(): void {
    clearTimeout(this.#timer);
    const afterMs = this.#failure === undefined ? REFRESH_INTERVAL_MS : RETRY_INTERVAL_MS;
    this.#timer = setTimeout(() => this.probe(), afterMs).unref();
  }

  /** Anybody may read a core's public keys; only a signature shows that it accepts our API key. */
  private async tryRefresh(): Promise<unknown> {
    try {
      await this.refresh();
      await this.core.createJwt({ sub: 'auth-server' }, PROBE_TTL_SEC, 'dynamic');
      if (this.#failure !== undefined) this.logger.log('the core answers again');
      this.#failure = undefined;
      return undefined;
    } catch (error) {
      this.noteFailure(error as Error);
      return error;
    }
  }

  /** Outside a probe the next one is soon: it tells a single failure from a core that is away. */
  private noteFailure({ message: reason }: Error): void {
    const isFirst = this.#failure === undefined;
    if (this.#failure !== reason) {
      this.logger.warn('the core does not sign; its last key set stays published', { reason });
    }
    this.#failure = reason;
    if (isFirst && this.#timer !== undefined && !this.#isProbing) this.probeLater();
  }
}
