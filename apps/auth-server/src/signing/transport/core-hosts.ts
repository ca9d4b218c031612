import { Pool } from 'undici';

/** Connections to one core; beyond them calls wait. A core has ten threads unless told otherwise. */
const CONNECTIONS = 64;

/** A key set of hundreds of keys fits; what is larger is no answer of a core. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** Shorter than a core keeps an idle connection, so that we end it first. */
const KEEP_ALIVE_MS = 10_000;

/** One core: its connections, and the path before the paths of its API. */
export interface CoreHost {
  readonly pool: Pool;
  readonly basePath: string;
}

/** The cores that a connection URI names, the one that answered last in front. */
export class CoreHosts {
  readonly #hosts: readonly CoreHost[];
  #preferred = 0;

  /**
   * @param connectionUri one or more base URLs separated by `;`.
   * @param timeoutMs of a call. A host that cannot be connected to must leave time for the others.
   */
  constructor(connectionUri: string, timeoutMs: number) {
    const urls = connectionUri.split(';').flatMap((url) => url.trim() || []);
    const timeout = Math.max(50, Math.floor(timeoutMs / (urls.length + 1)));
    this.#hosts = urls.map((text) => {
      const { origin, pathname } = new URL(text);
      const pool = new Pool(origin, {
        connections: CONNECTIONS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        maxResponseSize: MAX_ANSWER_BYTES,
        connect: { timeout },
      });
      return { pool, basePath: pathname.replace(/\/+$/, '') };
    });
  }

  /** Every host, in the order in which to try them. */
  inOrder(): readonly CoreHost[] {
    return [...this.#hosts.slice(this.#preferred), ...this.#hosts.slice(0, this.#preferred)];
  }

  /** Lets the next calls begin with another host, unless they do so already. */
  demote(host: CoreHost): void {
    if (this.#hosts[this.#preferred] !== host) return;
    this.#preferred = (this.#preferred + 1) % this.#hosts.length;
  }

  async close(): Promise<void> {
    await Promise.all(this.#hosts.map(({ pool }) => pool.close()));
  }
}
