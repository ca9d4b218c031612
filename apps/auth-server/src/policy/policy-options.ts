/** What the application tells the policy room. */
export interface PolicyOptions {
  /** The policy document that fills an empty database at the first start; unset leaves it empty. */
  readonly seedFile?: string | undefined;
  /**
   * How often the version is looked up, in milliseconds, in case a notice was lost. Default 2000;
   * an instance is behind by at most this and one read.
   */
  readonly pollIntervalMs?: number;
}
