/** What the load generator is told. */
export interface LoadInput {
  readonly port: number;
  /** Whole requests (RFC 9112), sent in turn over all connections; their answers have one length. */
  readonly requests: readonly string[];
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
