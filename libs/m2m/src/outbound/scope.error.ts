import { M2MError } from '../shared/m2m.error.js';

/** A scope contains a character that no scope may contain (RFC 6749 §3.3); nothing was sent. */
export class ScopeInvalid extends M2MError {
  readonly code = 'M2M_SCOPE_INVALID';

  constructor() {
    super(
      'The scope is not valid. Use printable ASCII without quotes and backslashes, at most 1000 characters in all, such as "invoice:read".',
    );
  }
}
