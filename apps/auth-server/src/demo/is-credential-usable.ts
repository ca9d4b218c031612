import { keyIdOf } from '../signing/key-id-of.js';

/** A credential is replaced well before it ends, so that a demo never starts with a dying one. */
const RENEW_BEFORE_SEC = 30 * 24 * 3600;

/** What a credential on disk is measured against. */
export interface CredentialCheck {
  readonly keyIds: ReadonlySet<string>;
  readonly nowSec: number;
  /** Whether there is a live record of the token with this `jti`. */
  readonly isRegistered: (tokenId: string) => boolean;
}

interface Said {
  readonly exp: number;
  readonly jti: string;
}

/** Whether a credential on disk will still be accepted: key, end and record are as they must be. */
export function isCredentialUsable(
  token: string | undefined,
  { keyIds, nowSec, isRegistered }: CredentialCheck,
): boolean {
  if (token === undefined || !keyIds.has(keyIdOf(token) ?? '')) return false;
  const { exp, jti } = read(token);
  return exp > nowSec + RENEW_BEFORE_SEC && isRegistered(jti);
}

function read(token: string): Said {
  try {
    const [, payload = ''] = token.split('.');
    const { exp, jti } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Partial<Said>;
    return { exp: typeof exp === 'number' ? exp : 0, jti: typeof jti === 'string' ? jti : '' };
  } catch {
    return { exp: 0, jti: '' };
  }
}
