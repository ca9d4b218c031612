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
}
