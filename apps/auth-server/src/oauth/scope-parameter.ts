import { scopeParameter } from '../policy/scope.js';
import type { FormParameters } from './form-parameters.js';
import { OAuthError } from './oauth.errors.js';

/**
 * The scopes that are asked for, each once; none asks for all that the edge has.
 *
 * @throws {OAuthError} `invalid_scope`.
 */
export function scopesOf(form: FormParameters): readonly string[] {
  const scope = form.get('scope');
  if (scope === undefined) return [];
  const scopes = scopeParameter.safeParse(scope);
  if (scopes.success) return scopes.data;
  throw new OAuthError('invalid_scope', 'A scope is a list of names joined by single spaces.');
}
