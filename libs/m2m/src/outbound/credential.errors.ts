import { TokenRequestError, type AuthServerAnswer } from './token-request.error.js';

/** This microservice has no credential to show the auth-server; nothing was sent. */
export class CredentialMissing extends TokenRequestError {
  readonly code = 'M2M_CREDENTIAL_MISSING';

  constructor(name: string, issuer: string, problem: string, options?: ErrorOptions) {
    super(
      `"${name}" has no credential for the auth-server: ${problem} ${howToMint(name, issuer)}`,
      {},
      options,
    );
  }
}

/** The auth-server says that the credential is genuine but past its expiry. */
export class CredentialExpired extends TokenRequestError {
  readonly code = 'M2M_CREDENTIAL_EXPIRED';

  constructor(name: string, issuer: string, answer: AuthServerAnswer) {
    super(`The credential of "${name}" has expired. ${howToMint(name, issuer)}`, answer);
  }
}

/** The auth-server does not accept the credential. */
export class CredentialRejected extends TokenRequestError {
  readonly code = 'M2M_CREDENTIAL_REJECTED';

  constructor(name: string, issuer: string, answer: AuthServerAnswer) {
    super(
      `The auth-server rejects the credential of "${name}"${answer.reason === undefined ? '' : ` (${answer.reason})`}: it may be revoked, made for another microservice or signed by another core. ${howToMint(name, issuer)}`,
      answer,
    );
  }
}

/** Whether it is the credential that stands between this microservice and its tokens. */
export function isCredentialError(
  error: Error,
): error is CredentialMissing | CredentialExpired | CredentialRejected {
  return (
    error instanceof CredentialMissing ||
    error instanceof CredentialExpired ||
    error instanceof CredentialRejected
  );
}

function howToMint(name: string, issuer: string): string {
  return `Mint one at the core: POST /recipe/jwt with the payload {"iss":"${issuer}","sub":"${name}","aud":"${issuer}"} and "useStaticSigningKey":true.`;
}
