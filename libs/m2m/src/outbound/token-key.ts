import type { M2MScope } from '../shared/names.js';
import { ScopeInvalid } from './scope.error.js';

/** Scopes as an application may write them: a list, or one text with spaces. */
export type ScopeInput = M2MScope | readonly M2MScope[];

const SCOPE_TOKENS = /^[\x20\x21\x23-\x5b\x5d-\x7e]{0,1000}$/;

/**
 * Sorted, without duplicates, joined with one space; empty means "no scope asked".
 *
 * @throws {@link ScopeInvalid} for a character outside RFC 6749 §3.3, or more than 1000 characters
 */
export function normalizeScope(scope: ScopeInput | undefined): string {
  if (scope === undefined) return '';
  const text = typeof scope === 'string' ? scope : scope.join(' ');
  if (!SCOPE_TOKENS.test(text)) throw new ScopeInvalid();
  return [...new Set(text.split(' ').filter((part) => part !== ''))].toSorted().join(' ');
}

/** Everything that makes one access token differ from another. */
export interface TokenKeyParts {
  readonly issuer: string;
  readonly caller: string;
  readonly target: string;
  /** As {@link normalizeScope} gives it. */
  readonly scope: string;
  /** Of the key that tokens may be bound to; undefined without one. */
  readonly keyThumbprint?: string | undefined;
  /** Whether the token is bound to that key, whatever the policy says; not by default. */
  readonly isBound?: boolean | undefined;
}

/** The cache key: a line break cannot occur in any part, so no two sets of parts share a key. */
export function tokenKey(parts: TokenKeyParts): string {
  const { issuer, caller, target, scope, keyThumbprint = '', isBound = false } = parts;
  const names = [issuer, caller, target, scope, keyThumbprint];
  return (isBound ? [...names, 'bound'] : names).join('\n');
}
