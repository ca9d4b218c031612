import { M2MError } from '../shared/m2m.error.js';

/** A protected handler is reached through a transport that this library cannot read a token from. */
export class TransportUnsupported extends M2MError {
  readonly code = 'M2M_TRANSPORT_UNSUPPORTED';

  constructor(type: string) {
    super(`A handler protected by m2m was called over "${type}"; only "http" is supported.`);
  }
}
