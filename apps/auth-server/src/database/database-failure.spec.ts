import { DrizzleQueryError } from 'drizzle-orm/errors';
import { databaseFailure } from './database-failure.js';
import { DatabaseUnavailable, StatementRefused } from './database.errors.js';

const driverError = (code: unknown, more: object = {}): Error =>
  Object.assign(new Error('driver'), { code }, more);

describe('databaseFailure', () => {
  it.each(['08006', '25006', '53300', '55P03', '57014', '57P01', '58030', 'XX000'])(
    'takes SQLSTATE %s for a database that cannot answer',
    (code) => {
      const cause = driverError(code);
      const failure = databaseFailure(new DrizzleQueryError('select', [], cause));
      expect(failure).toBeInstanceOf(DatabaseUnavailable);
      expect(failure.cause).toBe(cause);
    },
  );

  it.each([
    ['a refused connection', driverError('ECONNREFUSED')],
    ['an error without a code', new Error('timeout exceeded when trying to connect')],
    ['a text', 'closed'],
    ['nothing', undefined],
  ])('takes %s for a database that cannot answer', (_what, error) => {
    expect(databaseFailure(error)).toBeInstanceOf(DatabaseUnavailable);
  });

  it.each(['21000', '22P02', '23505', '40001', '42P01', 'P0001'])(
    'takes SQLSTATE %s for a refused statement',
    (code) => {
      expect(databaseFailure(driverError(code))).toMatchObject({
        code: 'M2M_DATABASE_STATEMENT_REFUSED',
        sqlState: code,
        constraint: undefined,
      });
    },
  );

  it('names the constraint, and never the parameters', () => {
    const cause = driverError('23505', { constraint: 'keys_pk' });
    const failure = databaseFailure(new DrizzleQueryError('insert', ['private-key'], cause));
    expect(failure.message).toBe(
      'The database refused a statement (SQLSTATE 23505, constraint keys_pk).',
    );
    expect(`${failure.stack}${String((failure.cause as Error).stack)}`).not.toContain(
      'private-key',
    );
  });

  it('leaves alone what this room has put into words already', () => {
    const refused = new StatementRefused('23505', undefined);
    expect(databaseFailure(refused)).toBe(refused);
  });
});
