/** One entry of `allow`: the target alone, or with terms. */
export type TargetEntry =
  | string
  | {
      readonly target: string;
      readonly scopes?: readonly string[];
      readonly until?: string;
      readonly mode?: 'enforce' | 'observe';
    };

/** One entry of `microservices`. */
export interface MicroserviceEntry {
  readonly enabled?: boolean;
  readonly mode?: 'enforce' | 'observe';
}

/** A policy document as the auth-server answers it in JSON, as far as the graph needs it. */
export interface PolicyBody {
  readonly microservices: Readonly<Record<string, MicroserviceEntry>>;
  readonly allow: Readonly<Record<string, readonly TargetEntry[]>>;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}
