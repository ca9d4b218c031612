/** Thrown while the core starts, when an option is wrong; the message names option and repair. */
export class CoreOptionsError extends Error {
  readonly code = 'CORE_OPTIONS_INVALID';

  constructor(
    readonly option: string,
    problem: string,
  ) {
    super(`Embedded core option "${option}": ${problem}`);
    this.name = new.target.name;
  }
}
