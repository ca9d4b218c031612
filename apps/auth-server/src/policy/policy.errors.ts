import type { DocumentProblem } from './policy-document.js';

/** The root of what the policy room throws; `code` is stable and documented. */
export abstract class PolicyError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The policy has changed since the version that the change was made for. */
export class PolicyConflict extends PolicyError {
  readonly code = 'M2M_POLICY_CONFLICT';

  constructor(
    /** The version in the database. */
    readonly currentVersion: number,
  ) {
    super(
      `The policy has changed and is at version ${currentVersion} now. ` +
        'Read it again, make your change there, and put it with that version in If-Match.',
    );
  }
}

/** The policy file cannot be read, or what is in it is no policy. Nothing was stored. */
export class PolicyFileInvalid extends PolicyError {
  readonly code = 'M2M_POLICY_INVALID';

  constructor(
    file: string,
    readonly problems: readonly DocumentProblem[],
  ) {
    const lines = problems.map(
      ({ line, column, message }) => `\n  ${file}:${line}:${column} ${message}`,
    );
    super(
      `The policy file was refused and nothing was stored. Mend it and start again:${lines.join('')}`,
    );
  }
}

/** The database is empty and the file that should fill it cannot be read. */
export class PolicyFileUnreadable extends PolicyError {
  readonly code = 'M2M_POLICY_FILE_UNREADABLE';

  constructor(file: string, options?: ErrorOptions) {
    super(
      `The database is empty and the policy file ${file} cannot be read. ` +
        'Create it (microservices: {} is the least), or name another one in M2M_POLICY_FILE.',
      options,
    );
  }
}
