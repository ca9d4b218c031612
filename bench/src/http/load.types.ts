/** What the load generator is told. */
export interface LoadInput {
  readonly port: number;
  readonly path: string;
  /** Sent in turn over all connections. */
  readonly tokens: readonly string[];
  readonly connectionCount: number;
}

/** What it has seen in one burst. */
export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  /** Answers other than 200. */
  readonly failures: number;
  readonly p99Ms: number;
}
