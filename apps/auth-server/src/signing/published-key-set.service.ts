import { createHash } from 'node:crypto';
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
  #refreshing: Promise<void> | undefined;
  #failing = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(@Inject(CORE) private readonly core: Core) {}

  /** The set as last seen, or undefined while the core was never reached. */
  get current(): PublishedKeys | undefined {
    return this.#current;
  }

  /** Whether the last attempt to read the core's keys succeeded. */
  get isCoreAnswering(): boolean {
    return this.#current !== undefined && !this.#failing;
  }

  /** The process's first call to the core; an incompatible one stops the start, a missing one does not. */
  async onApplicationBootstrap(): Promise<void> {
    const failure = await this.tryRefresh();
    if (failure instanceof CoreIncompatible) throw failure;
    this.#timer = setInterval(() => void this.tryRefresh(), REFRESH_INTERVAL_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /**
   * Makes sure that verifiers can find the key, before a token that it signed leaves.
   *
   * @throws {CoreUnavailable} The key set cannot be read.
   */
  async ensurePublished(keyId: string): Promise<boolean> {
    if (this.#current?.keyIds.has(keyId)) return true;
    await this.refresh();
    return this.#current?.keyIds.has(keyId) ?? false;
  }

  /**
   * The set as a JWK Set document, read first if it never was.
   *
   * @throws {CoreUnavailable} It was never read and cannot be now.
   */
  async jwks(): Promise<{ readonly keys: readonly PublicJwk[] }> {
    if (this.#current === undefined) await this.refresh();
    return { keys: this.#current?.keys ?? [] };
  }

  /** Reads the keys anew; callers at the same moment share one request. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.readKeys().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  private async readKeys(): Promise<void> {
    const next = publish(await this.core.publicKeys());
    if (next.etag !== this.#current?.etag) {
      this.logger.log('key set published', { keyIds: [...next.keyIds] });
      this.#current = next;
    }
    if (this.#failing) this.logger.log('the core answers again');
    this.#failing = false;
  }

  private async tryRefresh(): Promise<unknown> {
    try {
      await this.refresh();
      return undefined;
    } catch (error) {
      if (!this.#failing) {
        const { message } = error as Error;
        this.logger.warn('the core does not answer; its last key set stays published', { message });
      }
      this.#failing = true;
      return error;
    }
  }
}
