import { Problem } from '@app/runtime';
import { databaseProblem } from '../database/database.problems.js';
import type { QueryProblem } from './audit-query.js';

/** A query that cannot be understood, with the parameter that is wrong. */
export function queryInvalid({ parameter, message }: QueryProblem): Problem {
  return new Problem({
    status: 400,
    code: 'M2M_QUERY_INVALID',
    message: `The query cannot be understood: ${parameter} ${message}`,
    members: { parameter },
  });
}

/** No entry has this id. */
export function entryUnknown(): Problem {
  return new Problem({
    status: 404,
    code: 'M2M_AUDIT_ENTRY_UNKNOWN',
    message:
      'No entry has this id. Allowed calls are counted, not kept, and entries end with their retention: look for the id in the log.',
  });
}

/** Throws what the database failed with as an answer; anything unknown stays what it is. */
export function toProblem(error: unknown): never {
  throw databaseProblem(error);
}
