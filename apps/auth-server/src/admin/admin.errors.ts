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
