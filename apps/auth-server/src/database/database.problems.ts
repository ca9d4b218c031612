import { Problem } from '@app/runtime';
import { DatabaseUnavailable } from './database.errors.js';

/** A database that cannot answer, as an answer; anything else stays what it is. */
export function databaseProblem(error: unknown, retryAfterSec = 5): unknown {
  if (!(error instanceof DatabaseUnavailable)) return error;
  const { code, message } = error;
  const headers = { 'retry-after': `${retryAfterSec}` };
  return new Problem({ status: 503, code, message, headers }, { cause: error });
}
