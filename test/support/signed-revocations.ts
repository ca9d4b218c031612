import type { TokenFlaws, TokenForge } from './token-forge.js';

type Members = Readonly<Record<string, unknown>>;

/** A list of revocations as the auth-server signs it; further claims replace what it would say. */
export function signedRevocations(
  forge: TokenForge,
  version: unknown,
  entries: unknown = [],
  claims: Members = {},
  flaws: TokenFlaws = {},
): string {
  const none = { sub: undefined, aud: undefined, jti: undefined, client_id: undefined };
  const own = { ...none, token_use: 'revocations', version, entries };
  return forge.accessToken({ ...own, ...claims }, flaws);
}
