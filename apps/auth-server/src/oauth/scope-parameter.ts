import type { FormParameters } from './form-parameters.js';
import { OAuthError } from './oauth.errors.js';

/** `scope` of RFC 6749 §3.3: scope tokens separated by single spaces. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;
const LONGEST = 2048;

/**
 * The scopes that are asked for, each once; none asks for all that the edge has.
 *
 * @throws {OAuthError} `invalid_scope`.
 */
export function scopesOf(form: FormParameters): readonly string[] {
  const scope = form.get('scope');
  if (scope === undefined) return [];
  if (scope.length > LONGEST || !SCOPE.test(scope)) {
    throw new OAuthError('invalid_scope', 'A scope is a list of names joined by single spaces.');
  }
  return [...new Set(scope.split(' '))];
}
