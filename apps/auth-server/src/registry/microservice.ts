/** Whether what the policy does not allow is refused, or let through and written down. */
export type PolicyMode = 'enforce' | 'observe';

/** A registered workload. */
export interface Microservice {
  /** Never changes and is never used again, not even for the same name. */
  readonly id: string;
  readonly name: string;
  /** Base URL under which callers reach it. */
  readonly url: string;
  readonly isEnabled: boolean;
  /** Credentials issued before this moment are refused; undefined accepts any age. */
  readonly notBefore: Date | undefined;
  /** With `observe`, its calls to any enabled microservice are let through and written down. */
  readonly mode: PolicyMode;
  /** Whom to ask about it: a team, a channel, an address. */
  readonly owner?: string | undefined;
}
