/** Everything that makes up one refusal on the wire. */
export interface ProblemDetails {
  /** HTTP status. */
  readonly status: number;
  /** Stable, documented code: `M2M_…`. */
  readonly code: string;
  /** One sentence that tells a person what to do; never a token, a secret or raw input. */
  readonly message: string;
  /** Further response headers, such as `WWW-Authenticate` or `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the body, such as `decisionId`. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A refusal that the wire rooms throw and `ProblemFilter` turns into an answer. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(details: ProblemDetails, options?: ErrorOptions) {
    super(details.message, options);
    this.name = 'Problem';
    this.status = details.status;
    this.code = details.code;
    this.headers = details.headers ?? {};
    this.members = details.members ?? {};
  }
}
