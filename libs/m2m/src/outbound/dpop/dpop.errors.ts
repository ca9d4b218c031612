import { TokenRequestError, type AuthServerAnswer } from '../token-request.error.js';

/** The edge gives only tokens that are bound to a key, and this microservice asks for none. */
export class BoundTokenRequired extends TokenRequestError {
  readonly code = 'M2M_BOUND_TOKEN_REQUIRED';

  constructor(
    /** The microservice that was to be called. */
    readonly target: string,
    answer: AuthServerAnswer,
  ) {
    super(
      `The policy gives tokens for "${target}" only to who binds them to a key. Set the option "dpop" to "when-required".`,
      answer,
    );
  }
}

/** The auth-server does not take the proof of the key, whatever the credential is worth. */
export class ProofNotAccepted extends TokenRequestError {
  readonly code = 'M2M_PROOF_NOT_ACCEPTED';

  constructor(answer: AuthServerAnswer) {
    super(
      `The auth-server does not accept the DPoP proof (${answer.reason ?? 'no reason given'}). Compare the clocks, and M2M_PUBLIC_URL of the auth-server with the option "authServer".`,
      answer,
    );
  }
}
