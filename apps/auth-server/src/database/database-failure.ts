import { DrizzleQueryError } from 'drizzle-orm/errors';
import { DatabaseError, DatabaseUnavailable, StatementRefused } from './database.errors.js';

/**
 * SQLSTATE classes that judge the statement, not the server: cardinality, data, constraint, lost
 * race, syntax and access rule, raised by a trigger. All else means that the database cannot answer.
 */
const STATEMENT_CLASSES: ReadonlySet<string> = new Set(['21', '22', '23', '40', '42', 'P0']);

/** Why a piece of database work failed, in the words of this room and without its parameters. */
export function databaseFailure(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  const { code, constraint } = Object(cause) as { code?: unknown; constraint?: unknown };
  if (!isSqlState(code) || !STATEMENT_CLASSES.has(code.slice(0, 2))) {
    return new DatabaseUnavailable({ cause });
  }
  const violated = typeof constraint === 'string' ? constraint : undefined;
  return new StatementRefused(code, violated, { cause });
}

function isSqlState(code: unknown): code is string {
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
}
