/** What the load generator is told. */
export interface LoadInput {
  readonly port: number;
  /** Whole requests (RFC 9112) by subject, sent in turn; the answers of all have one length. */
  readonly requests: Readonly<Record<string, readonly string[]>>;
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

/** The next burst. */
export interface BurstInput {
  readonly label: string;
  readonly ms: number;
}
