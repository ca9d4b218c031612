import { keyIdOf } from '../signing/key-id-of.js';

/** A credential is replaced well before it ends, so that a demo never starts with a dying one. */
const RENEW_BEFORE_SEC = 30 * 24 * 3600;

function expiryOf(token: string): number {
  try {
    const [, payload = ''] = token.split('.');
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: unknown };
    return typeof exp === 'number' ? exp : 0;
  } catch {
    return 0;
  }
}

/** Whether a credential on disk will still be accepted: its key is published and it lives on. */
export function isCredentialUsable(
  token: string | undefined,
  { keyIds, nowSec }: { readonly keyIds: ReadonlySet<string>; readonly nowSec: number },
): boolean {
  if (token === undefined) return false;
  return keyIds.has(keyIdOf(token) ?? '') && expiryOf(token) > nowSec + RENEW_BEFORE_SEC;
}
