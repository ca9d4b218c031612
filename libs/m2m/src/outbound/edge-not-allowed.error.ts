import { TokenRequestError, type AuthServerAnswer } from './token-request.error.js';

/** The auth-server's policy has no edge from this microservice to the target (with these scopes). */
export class EdgeNotAllowed extends TokenRequestError {
  readonly code = 'M2M_EDGE_NOT_ALLOWED';

  constructor(
    /** This microservice. */
    readonly caller: string,
    /** The one it may not call. */
    readonly target: string,
    answer: AuthServerAnswer,
  ) {
    super(
      `The policy does not let "${caller}" call "${target}". Add the edge ${caller} -> ${target} to the auth-server's policy, or check the target's name and scopes.${advice(answer)}`,
      answer,
    );
  }
}

function advice({ decisionId, hint }: AuthServerAnswer): string {
  const decision = decisionId === undefined ? '' : ` Decision ${decisionId}.`;
  return hint === undefined ? decision : ` ${hint}${decision}`;
}
