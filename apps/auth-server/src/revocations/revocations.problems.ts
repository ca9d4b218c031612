import { Problem } from '@app/runtime';
import { databaseProblem } from '../database/database.problems.js';
import { CoreUnavailable } from '../signing/core-unavailable.error.js';
import { RevocationError, RevocationsFull, RevocationUnknown } from './revocations.errors.js';

const RETRY_AFTER_SEC = 2;

/** A body that names nothing that could be revoked. */
export function orderInvalid(): Problem {
  return new Problem({
    status: 400,
    code: 'M2M_REQUEST_INVALID',
    message:
      'Name one thing and why: {"microservice":"m1","reason":"…"}, or "edge":{"caller":"m1","target":"m2"}, "kid":"…", "jti":"…" in its place.',
  });
}

/** Throws what the room failed with as an answer; anything unknown stays what it is. */
export function toProblem(error: unknown): never {
  if (error instanceof RevocationError) {
    const { code, message } = error;
    throw new Problem({ status: statusOf(error), code, message });
  }
  if (error instanceof CoreUnavailable) {
    const { code } = error;
    const message = 'The list of revocations cannot be signed right now. Try again.';
    const headers = { 'retry-after': `${RETRY_AFTER_SEC}` };
    throw new Problem({ status: 503, code, message, headers }, { cause: error });
  }
  throw databaseProblem(error, RETRY_AFTER_SEC);
}

function statusOf(error: RevocationError): number {
  if (error instanceof RevocationUnknown) return 404;
  return error instanceof RevocationsFull ? 409 : 400;
}
