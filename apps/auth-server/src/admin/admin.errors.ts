/** Shorter than this, a token can be guessed; the one made here has 54 characters. */
export const SHORTEST_ADMIN_TOKEN = 32;

/** The admin token is too short to protect anything. Stops the start. */
export class AdminTokenTooShort extends Error {
  readonly code = 'M2M_ADMIN_TOKEN_TOO_SHORT';

  constructor(source: string) {
    super(
      `The admin token in ${source} is shorter than ${SHORTEST_ADMIN_TOKEN} characters. ` +
        'Use a random one: openssl rand -base64 32',
    );
    this.name = 'AdminTokenTooShort';
  }
}

/** The root of what keeping admin tokens fails with; `code` is stable and documented. */
export abstract class AdminTokenError extends Error {
  abstract readonly code: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** There is no admin token with that id. */
export class AdminTokenUnknown extends AdminTokenError {
  readonly code = 'M2M_ADMIN_TOKEN_UNKNOWN';

  constructor() {
    super('There is no admin token with that id: GET /admin/tokens lists them.');
  }
}

/** Every instance holds all tokens in memory, so there is a bound on them. */
export class AdminTokenLimit extends AdminTokenError {
  readonly code = 'M2M_ADMIN_TOKEN_LIMIT';

  constructor(most: number) {
    super(`There are ${most} admin tokens that count, and none was made. Revoke some first.`);
  }
}

/** The token that the auth-server was started with is in no table. */
export class RootTokenNotRevocable extends AdminTokenError {
  readonly code = 'M2M_ADMIN_TOKEN_NOT_REVOCABLE';

  constructor() {
    super(
      'The root token ends when the auth-server is started with another one: change M2M_ADMIN_TOKEN, or delete admin-token in M2M_HOME.',
    );
  }
}
