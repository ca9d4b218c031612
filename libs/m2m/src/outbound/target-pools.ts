import { Pool } from 'undici';
import type { ResolvedOutboundOptions } from './outbound-options.js';

/** The keep-alive connections of the pooled door, one pool for each target. */
export class TargetPools {
  readonly #pools = new Map<string, Pool>();

  constructor(
    private readonly limits: Pick<ResolvedOutboundOptions, 'callTimeoutMs' | 'maxResponseBytes'>,
  ) {}

  /** The pool of a target that has a base URL; made on its first call. */
  of(target: string, base: URL): Pool {
    const known = this.#pools.get(target);
    if (known !== undefined) return known;
    const { callTimeoutMs, maxResponseBytes } = this.limits;
    const pool = new Pool(base.origin, {
      connect: { timeout: callTimeoutMs },
      headersTimeout: callTimeoutMs,
      bodyTimeout: callTimeoutMs,
      maxResponseSize: maxResponseBytes,
    });
    this.#pools.set(target, pool);
    return pool;
  }

  /** Closes all connections; calls under way fail. */
  async destroy(): Promise<void> {
    await Promise.all(Array.from(this.#pools.values(), (pool) => pool.destroy()));
  }
}
