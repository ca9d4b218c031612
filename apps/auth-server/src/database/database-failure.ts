import { DrizzleQueryError } from 'drizzle-orm/errors';

import { DatabaseError, DatabaseUnavailable } from './database.errors.js';

/**
 * SQLSTATE classes that judge the statement, not the server: data, constraint, lost race, syntax
 * and access rule, raised by a trigger. Everything else means that the database cannot answer.
 */
const STATEMENT_CLASSES: ReadonlySet<string> = new Set(['21', '22', '23', '40', '42', 'P0']);

/** Why a piece of database work failed, in the words of this room. */
export function databaseFailure(error: unknown): unknown {
  if (error instanceof DatabaseError) return error;
  const cause = error instanceof DrizzleQueryError ? (error.cause ?? error) : error;
  return isAboutTheStatement(cause) ? error : new DatabaseUnavailable({ cause });
}

/** Whether a failure is the breach of a named constraint (SQLSTATE class 23). */
export function violatesConstraint(error: unknown, constraint: string): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return (
    sqlState(cause)?.startsWith('23') === true &&
    (cause as { constraint?: unknown }).constraint === constraint
  );
}

function isAboutTheStatement(error: unknown): boolean {
  return STATEMENT_CLASSES.has(sqlState(error)?.slice(0, 2) ?? '');
}

function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)
    ? error.code
    : undefined;
}
