/** The root of what the revocations room throws; `code` is stable and documented. */
export abstract class RevocationError extends Error {
  abstract readonly code: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Nobody of that name is registered, nor was: a slip of the finger would revoke nothing. */
export class RevokedNameUnknown extends RevocationError {
  readonly code = 'M2M_MICROSERVICE_UNKNOWN';

  constructor() {
    super('No microservice has or had that name, and nothing was revoked. Check the spelling.');
  }
}

/** A static key signs credentials, which no list concerns: revoking it would stop nobody. */
export class KeyNotRevocable extends RevocationError {
  readonly code = 'M2M_KEY_NOT_REVOCABLE';

  constructor() {
    super(
      'That is a static key, which signs credentials, and nothing was revoked. Revoke the microservices, and replace the key at the core.',
    );
  }
}

/** There is no such revocation, or it was lifted before. */
export class RevocationUnknown extends RevocationError {
  readonly code = 'M2M_REVOCATION_UNKNOWN';

  constructor() {
    super('There is no revocation in force with that id: GET /admin/revocations lists them.');
  }
}

/** Every microservice holds all revocations in memory, so there is a bound on them. */
export class RevocationsFull extends RevocationError {
  readonly code = 'M2M_REVOCATIONS_FULL';

  constructor(most: number) {
    super(
      `There are ${most} revocations already, and nothing was revoked. Revoke the microservice instead of its tokens, or lift some.`,
    );
  }
}
