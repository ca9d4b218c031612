/**
 * The root of everything this library throws on purpose.
 *
 * `code` is API: it is stable, documented in the library's README, and survives a process border
 * where `instanceof` does not. `message` tells a person what to do and never contains a token, a
 * secret or a key.
 */
export abstract class M2MError extends Error {
  /** Stable, and the same in every version and on the wire: what a program may branch on. */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
