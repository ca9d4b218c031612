import { Problem } from '@app/runtime';
import { databaseProblem } from '../database/database.problems.js';
import { CoreUnavailable } from '../signing/core-unavailable.error.js';
import { CREDENTIAL_LIFETIME } from './credential-request.js';
import { CredentialLimit, RegistryError } from './registry.errors.js';

/** A request for a credential that cannot be understood, with the member that is wrong. */
export function requestInvalid(member: string): Problem {
  const { least, most, forever } = CREDENTIAL_LIFETIME;
  return new Problem({
    status: 400,
    code: 'M2M_REQUEST_INVALID',
    message:
      'Send { "kind": "bootstrap" | "secret" | "public_key" } and, if you like, "label" (64 characters), ' +
      `"expiresInSec" (${least} to ${most}; up to ${forever} with "forever": true); for a public key ` +
      'either "jwks" (public keys with a "kid" each) or "jwks_uri". "member" says what is wrong.',
    members: { member },
  });
}

/** Throws what a room failed with as an answer; anything unknown stays what it is. */
export function toProblem(error: unknown): never {
  if (error instanceof RegistryError) {
    const { code, message } = error;
    throw new Problem({ status: error instanceof CredentialLimit ? 409 : 404, code, message });
  }
  if (error instanceof CoreUnavailable) {
    const code = 'M2M_CORE_UNAVAILABLE';
    const message = 'No token can be signed right now, and no credential was made. Try again.';
    const headers = { 'retry-after': '5' };
    throw new Problem({ status: 503, code, message, headers }, { cause: error });
  }
  throw databaseProblem(error);
}
