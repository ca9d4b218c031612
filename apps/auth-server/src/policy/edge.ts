/** A permission: this caller may call this target. */
export interface Edge {
  readonly caller: string;
  readonly target: string;
  /** Scopes the caller may hold at the target, in the order of the policy; often none. */
  readonly scopes: readonly string[];
}
