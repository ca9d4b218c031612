import { verify, type KeyObject } from 'node:crypto';
import type { CompactJws } from './compact-jws.js';

/**
 * Whether the RS256 signature of a JWS holds (RFC 7518 §3.3), over exactly the bytes that were sent.
 *
 * @param key an RSA public key of at least 2048 bits, as the key set holds them
 */
export function signatureHolds({ token, signature }: CompactJws, key: KeyObject): boolean {
  // Nothing but base64url and dots: the strict form was read before, so latin1 loses no character.
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')), 'latin1');
  return verify('sha256', signed, key, signature);
}
