import { M2MError } from '../shared/m2m.error.js';

/** A message was about to be written with its token inside the payload; nothing was sent. */
export class TokenNotSeparated extends M2MError {
  readonly code = 'M2M_TOKEN_NOT_SEPARATED';

  constructor() {
    super(
      'The serializer of this ClientProxy was replaced after m2mClient() had wrapped it, so that the token would have become part of the payload. Give the serializer in the options of the client.',
    );
  }
}
