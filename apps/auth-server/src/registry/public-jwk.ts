import { createPublicKey } from 'node:crypto';

const SMALLEST_RSA_BITS = 2048;
const LARGEST_RSA_BITS = 8192;
const LONGEST_KEY_ID = 256;

/** Members of private and of shared keys (RFC 7518 §6.2.2, §6.3.2, §6.4). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/**
 * Whether an entry of a JWK Set is a public key that a client may sign with: RSA of 2048 to 8192
 * bits, P-256 or Ed25519 (RFC 7518 §6, RFC 8037 §2), for signatures, and nothing but public.
 */
export function isPublicJwk(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return false;
  const jwk = entry as Readonly<Record<string, unknown>>;
  if (SECRET_MEMBERS.some((member) => Object.hasOwn(jwk, member))) return false;
  const { kid, use } = jwk;
  const isNamed = typeof kid === 'string' && kid !== '' && kid.length <= LONGEST_KEY_ID;
  if (!isNamed || (use !== undefined && use !== 'sig')) return false;
  return isSupported(jwk);
}

function isSupported({ kty, crv, n, e, x, y }: Readonly<Record<string, unknown>>): boolean {
  try {
    const key = createPublicKey({ key: { kty, crv, n, e, x, y } as never, format: 'jwk' });
    const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
    switch (kty) {
      case 'RSA':
        return modulusLength >= SMALLEST_RSA_BITS && modulusLength <= LARGEST_RSA_BITS;
      case 'EC':
        return crv === 'P-256';
      default:
        return crv === 'Ed25519';
    }
  } catch {
    return false;
  }
}
