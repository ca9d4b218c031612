import { Problem } from '@app/runtime';
import { databaseProblem } from '../database/database.problems.js';
import type { DocumentProblem } from './policy-document.js';
import { MOST_DIFFERENCES } from './diff-policies.js';
import {
  MicroserviceExists,
  PolicyConflict,
  PolicyEntryUnknown,
  PolicyRefused,
  PolicyVersionUnknown,
} from './policy.errors.js';

/** A change that does not say which version it is for (RFC 6585 §3). */
export function preconditionRequired(): Problem {
  return new Problem({
    status: 428,
    code: 'M2M_PRECONDITION_REQUIRED',
    message:
      'Send the version you have read: If-Match with the ETag of GET /admin/policy, such as "7".',
  });
}

/** A document with problems; each says where it is and how to mend it. */
export function documentInvalid(problems: readonly DocumentProblem[]): Problem {
  return new Problem({
    status: 400,
    code: 'M2M_POLICY_INVALID',
    message: `The policy was refused and nothing was changed: ${problems.length} problem(s), listed in "problems".`,
    members: { problems },
  });
}

/** A request that cannot be understood, with the parameter that is wrong. */
export function requestInvalid(member: string, message: string): Problem {
  return new Problem({ status: 400, code: 'M2M_REQUEST_INVALID', message, members: { member } });
}

/** Throws what a room failed with as an answer; anything unknown stays what it is. */
export function toProblem(error: unknown): never {
  if (error instanceof PolicyConflict) throw conflict(error);
  if (error instanceof PolicyRefused) throw documentInvalid(error.problems);
  if (error instanceof PolicyVersionUnknown || error instanceof PolicyEntryUnknown) {
    throw new Problem({ status: 404, code: error.code, message: error.message });
  }
  if (error instanceof MicroserviceExists) {
    throw new Problem({ status: 409, code: error.code, message: error.message });
  }
  throw databaseProblem(error);
}

/** 409 with what both sides did; 412 when the tag is that of no version (RFC 9110 §13.1.1). */
function conflict({ code, message, currentVersion, divergence }: PolicyConflict): Problem {
  if (divergence === undefined) {
    return new Problem({ status: 412, code, message, members: { currentVersion } });
  }
  const { commonVersion, conflicts, theirs } = divergence;
  const members = {
    currentVersion,
    commonVersion,
    conflicts: conflicts.slice(0, MOST_DIFFERENCES),
    theirs: theirs.slice(0, MOST_DIFFERENCES),
  };
  return new Problem({ status: 409, code, message, members });
}
