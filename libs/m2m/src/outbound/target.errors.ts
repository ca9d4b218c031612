import { M2MError } from '../shared/m2m.error.js';

/** The name given as a target is not the name of any microservice; nothing was sent. */
export class TargetInvalid extends M2MError {
  readonly code = 'M2M_TARGET_INVALID';

  constructor() {
    super(
      'The target is not a microservice name. Use a lower-case letter, then up to 62 letters, digits or hyphens, such as "m2".',
    );
  }
}

/** The policy allows the call, but this microservice does not know where the target listens. */
export class TargetUnknown extends M2MError {
  readonly code = 'M2M_TARGET_UNKNOWN';

  constructor(
    /** The microservice that was to be called. */
    readonly target: string,
  ) {
    super(
      `No base URL is known for the target "${target}". Add it to the option "targets": { "${target}": "http://host:port" }.`,
    );
  }
}

/** The URL of a call leads away from the target's base URL; nothing was sent. */
export class TargetUrlNotAllowed extends M2MError {
  readonly code = 'M2M_TARGET_URL_NOT_ALLOWED';

  constructor(problem: string) {
    super(
      `The URL of this call is refused: ${problem}. Give a path below the target's base URL, such as "/hello".`,
    );
  }
}

/** The target gave no complete answer: refused or lost connection, or an answer over the size cap. */
export class TargetUnreachable extends M2MError {
  readonly code = 'M2M_TARGET_UNREACHABLE';

  constructor(
    /** The microservice that was called. */
    readonly target: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`The target "${target}" cannot be reached: ${problem}.`, options);
  }
}

/** The target did not answer within the call's deadline. */
export class TargetTimeout extends M2MError {
  readonly code = 'M2M_TARGET_TIMEOUT';

  constructor(
    /** The microservice that was called. */
    readonly target: string,
    /** The deadline that has passed. */
    readonly timeoutMs: number,
    options?: ErrorOptions,
  ) {
    super(`The target "${target}" did not answer within ${timeoutMs} ms.`, options);
  }
}

/** Whether a status sends the caller elsewhere; 304 does not (RFC 9110 §15.4). */
export function isRedirect(status: number): boolean {
  return status >= 300 && status <= 399 && status !== 304;
}

/** The target answered with a redirect, which a call that carries a token never follows. */
export class TargetRedirected extends M2MError {
  readonly code = 'M2M_TARGET_REDIRECTED';

  constructor(
    /** The microservice that was called. */
    readonly target: string,
    /** HTTP status of its answer. */
    readonly status: number,
  ) {
    super(
      `The target "${target}" answered with the redirect ${status}, which is not followed: a token goes to its target only. Call the final path, or correct the base URL.`,
    );
  }
}
