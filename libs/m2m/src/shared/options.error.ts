import { M2MError } from './m2m.error.js';

/**
 * Thrown while the application starts, when an option is missing or wrong.
 *
 * The message names the option, what was given and the repair. A secret value is never echoed.
 */
export class M2MOptionsError extends M2MError {
  readonly code = 'M2M_OPTIONS_INVALID';

  constructor(
    /** The option that has to be mended. */
    readonly option: string,
    problem: string,
  ) {
    super(`M2M option "${option}" ${problem}`);
  }
}
