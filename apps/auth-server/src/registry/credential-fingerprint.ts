import { createHash } from 'node:crypto';
import type { PresentedCredential } from './credential-standing.js';

/** A `jti` that can stand in a list, a path and a log as it is. */
const PLAIN = /^[\w.-]{1,64}$/;

/**
 * What a bootstrap token without a record is known by: its `jti`, or a hash when it has none or one
 * of an unusual form. Nothing in it helps to make the token.
 */
export function credentialFingerprint({
  name,
  issuedAt,
  expiresAt,
  tokenId,
}: PresentedCredential): string {
  if (tokenId !== undefined && PLAIN.test(tokenId)) return tokenId;
  const said = tokenId ?? `${name}|${issuedAt.getTime()}|${expiresAt?.getTime() ?? ''}`;
  return `sha256-${createHash('sha256').update(said).digest('hex')}`;
}
