import { createPublicKey, type KeyObject } from 'node:crypto';
import { hasRocaFingerprint } from './roca.js';

const MIN_MODULUS_BITS = 2048;
const MAX_MODULUS_BITS = 8192;
const MAX_KEY_ID_LENGTH = 256;
/** Members that only a private or a symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4). */
export const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/** The verdict on one entry of a key set. */
export type JwkVerdict =
  | { readonly usable: true; readonly keyId: string; readonly key: KeyObject }
  | {
      readonly usable: false;
      readonly keyId: string | undefined;
      readonly reason: string;
      /** The entry carries private members: an alarm, not a mere oddity. */
      readonly isPrivate: boolean;
    };

/**
 * Judges one entry of a key set: RSA of 2048 to 8192 bits with an odd exponent of at least 3, meant
 * for verifying RS256 signatures, named, and free of private members (RFC 7517 §4, RFC 7518 §3.3).
 * Never throws; an unusable entry is left out alone (RFC 7517 §5).
 */
export function judgeJwk(entry: unknown): JwkVerdict {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return unusable(undefined, 'it is not an object');
  }
  const jwk = entry as Readonly<Record<string, unknown>>;
  const keyId = typeof jwk['kid'] === 'string' ? jwk['kid'] : undefined;
  if (PRIVATE_MEMBERS.some((member) => Object.hasOwn(jwk, member))) {
    return unusable(keyId, 'it contains private members', true);
  }
  if (keyId === undefined || keyId === '' || keyId.length > MAX_KEY_ID_LENGTH) {
    return unusable(undefined, 'its "kid" is not a text of 1 to 256 characters');
  }
  const misuse = purposeProblem(jwk);
  if (misuse !== undefined) return unusable(keyId, misuse);
  const key = toKeyObject(jwk);
  if (key === undefined) return unusable(keyId, 'its numbers are not those of an RSA key');
  const weakness = rsaWeakness(key, jwk['n']);
  return weakness === undefined ? { usable: true, keyId, key } : unusable(keyId, weakness);
}

function purposeProblem(jwk: Readonly<Record<string, unknown>>): string | undefined {
  const { kty, use, alg, key_ops: keyOps } = jwk;
  if (kty !== 'RSA') return 'its "kty" is not RSA';
  if (use !== undefined && use !== 'sig') return 'its "use" is not "sig"';
  if (alg !== undefined && alg !== 'RS256') return 'its "alg" is not RS256';
  if (keyOps !== undefined && !(Array.isArray(keyOps) && keyOps.includes('verify'))) {
    return 'its "key_ops" do not contain "verify"';
  }
  return undefined;
}

function toKeyObject({ n, e }: Readonly<Record<string, unknown>>): KeyObject | undefined {
  if (typeof n !== 'string' || typeof e !== 'string') return undefined;
  try {
    return createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
  } catch {
    // Which numbers OpenSSL refuses by itself differs between its versions.
    return undefined;
  }
}

/**
 * What is weak about an RSA key: its size, its exponent, or how it was made; undefined when nothing is.
 *
 * @param modulus the member `n` of its JWK
 */
export function rsaWeakness(key: KeyObject, modulus: unknown): string | undefined {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_MODULUS_BITS || modulusLength > MAX_MODULUS_BITS) {
    return `its modulus does not have ${MIN_MODULUS_BITS} to ${MAX_MODULUS_BITS} bits`;
  }
  if (publicExponent < 3n || publicExponent % 2n === 0n) {
    return 'its exponent is not an odd number of at least 3';
  }
  if (hasRocaFingerprint(Buffer.from(String(modulus), 'base64url'))) {
    return 'its modulus was made by the broken generator of CVE-2017-15361';
  }
  return undefined;
}

function unusable(keyId: string | undefined, reason: string, isPrivate = false): JwkVerdict {
  return { usable: false, keyId, reason, isPrivate };
}
