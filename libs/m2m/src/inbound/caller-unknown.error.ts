import { M2MError } from '../shared/m2m.error.js';

/** A handler asks for `@Caller()` but nothing has checked who is calling: a fault of the program. */
export class CallerUnknown extends M2MError {
  readonly code = 'M2M_CALLER_UNKNOWN';

  constructor(route: string) {
    super(`${route} uses @Caller() but is not protected: add @M2MProtected() to it or its class.`);
  }
}
