import { M2MError } from '../shared/m2m.error.js';

/** What the auth-server said about a refused token request, as far as it said anything. */
export interface AuthServerAnswer {
  /** HTTP status of its answer. */
  readonly status?: number | undefined;
  /** Its own stable reason code. */
  readonly reason?: string | undefined;
  /** Finds the decision in the auth-server's log. */
  readonly decisionId?: string | undefined;
  /** Why the policy or the credential was refused, in one word: `no_edge`, `edge_expired`. */
  readonly denial?: string | undefined;
  /** What it advises to do about that. */
  readonly hint?: string | undefined;
}

/** The root of every error that means "no access token could be had, so nothing was sent". */
export abstract class TokenRequestError extends M2MError {
  /** HTTP status of its answer; undefined when there was none. */
  readonly status: number | undefined;
  /** Its own stable reason code. */
  readonly reason: string | undefined;
  /** Finds the decision in its log. */
  readonly decisionId: string | undefined;
  /** Why the policy or the credential was refused, in one word: `no_edge`, `edge_expired`. */
  readonly denial: string | undefined;
  /** What it advises to do about that; at most 300 printable characters. */
  readonly hint: string | undefined;

  constructor(message: string, answer: AuthServerAnswer, options?: ErrorOptions) {
    super(message, options);
    this.status = answer.status;
    this.reason = answer.reason;
    this.decisionId = answer.decisionId;
    this.denial = answer.denial;
    this.hint = answer.hint;
  }
}
