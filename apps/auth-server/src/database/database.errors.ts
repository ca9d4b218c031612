/**
 * The root of what the database room throws. `code` is stable and documented; the message tells a
 * person what to do and never holds a connection string.
 */
export abstract class DatabaseError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The database cannot answer now: down, hung, out of connections, read-only or closed. */
export class DatabaseUnavailable extends DatabaseError {
  readonly code = 'M2M_DATABASE_UNAVAILABLE';

  constructor(options?: ErrorOptions) {
    super('The database cannot answer at the moment. Try again in a few seconds.', options);
  }
}

/**
 * The database answers and refuses the statement: a constraint, a lost race, or a fault of ours.
 *
 * The parameters of the statement are left behind: some are signing keys, and messages are logged.
 */
export class StatementRefused extends DatabaseError {
  readonly code = 'M2M_DATABASE_STATEMENT_REFUSED';

  constructor(
    /** SQLSTATE of PostgreSQL: `23505` is a duplicate. */
    readonly sqlState: string,
    /** The constraint that was violated, if it was one. */
    readonly constraint: string | undefined,
    options?: ErrorOptions,
  ) {
    const which = constraint === undefined ? '' : `, constraint ${constraint}`;
    super(`The database refused a statement (SQLSTATE ${sqlState}${which}).`, options);
  }

  /** Another transaction was in the way: a deadlock or a failed serialization (class 40). */
  get isLostRace(): boolean {
    return this.sqlState.startsWith('40');
  }
}

/** Another process holds the folder of the embedded database. */
export class DatabaseLocked extends DatabaseError {
  readonly code = 'M2M_DATABASE_LOCKED';

  constructor(
    lockFile: string,
    /** The process that holds the folder. */
    readonly holderPid: number,
  ) {
    super(
      `The embedded database is in use by process ${holderPid} (lock: ${lockFile}). ` +
        'Stop that process, give this one another M2M_HOME, or set DATABASE_URL to share a PostgreSQL.',
    );
  }
}

/** The folder of the embedded database holds something that cannot be opened. */
export class DatabaseDamaged extends DatabaseError {
  readonly code = 'M2M_DATABASE_DAMAGED';

  constructor(folder: string, options?: ErrorOptions) {
    super(
      `The embedded database in ${folder} is damaged and was left as it is. ` +
        'Restore the folder from a backup, or move it away to start anew from the policy file.',
      options,
    );
  }
}

/** The tables could not be brought up to date. */
export class MigrationFailed extends DatabaseError {
  readonly code = 'M2M_MIGRATION_FAILED';

  constructor(options?: ErrorOptions) {
    super(
      'The database could not be migrated and nothing was changed. The cause below says which statement failed.',
      options,
    );
  }
}
