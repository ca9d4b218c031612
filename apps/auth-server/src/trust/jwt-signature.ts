import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Algorithm, SignedJwt } from './signed-jwt.js';

type Jwk = Readonly<Record<string, unknown>>;

interface Scheme {
  /** Whether a key can be one of this scheme, by its `kty` and `crv`. */
  readonly fits: (jwk: Jwk) => boolean;
  readonly hash: 'sha256' | null;
  readonly options: {
    readonly padding?: number;
    readonly saltLength?: number;
    readonly dsaEncoding?: 'ieee-p1363';
  };
}

const isRsa = ({ kty }: Jwk): boolean => kty === 'RSA';
const isEd25519 = ({ kty, crv }: Jwk): boolean => kty === 'OKP' && crv === 'Ed25519';
const EDDSA: Scheme = { fits: isEd25519, hash: null, options: {} };

/** One scheme per algorithm: which key it takes is never the token's choice (RFC 8725 §3.1). */
const SCHEMES: Readonly<Record<Algorithm, Scheme>> = {
  RS256: { fits: isRsa, hash: 'sha256', options: { padding: constants.RSA_PKCS1_PADDING } },
  PS256: {
    fits: isRsa,
    hash: 'sha256',
    options: {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    },
  },
  ES256: {
    fits: ({ kty, crv }) => kty === 'EC' && crv === 'P-256',
    hash: 'sha256',
    options: { dsaEncoding: 'ieee-p1363' },
  },
  EdDSA: EDDSA,
  Ed25519: EDDSA,
};

/** `use` of a key for signatures (RFC 7517 §4.2), and of one for JWT-SVIDs in a SPIFFE bundle. */
const SIGNING_USES: readonly unknown[] = ['sig', 'jwt-svid'];

/** More keys than this of one party are not tried for one token. */
const MOST_KEYS = 8;

const SMALLEST_RSA_BITS = 2048;

/** Whether one of these keys signed the token; a key that cannot have is not tried. */
export function isSignedBy(jwt: SignedJwt, jwks: readonly unknown[]): boolean {
  const scheme = SCHEMES[jwt.algorithm];
  const keys = jwks
    .filter((jwk): jwk is Jwk => isCandidate(jwk, jwt))
    .slice(0, MOST_KEYS)
    .map(toKey);
  return keys.some((key) => key !== undefined && isSignature(jwt, scheme, key));
}

/** Does the work of a verification for a client that does not exist; it takes the same time. */
export function pretendToVerify(jwt: SignedJwt): void {
  const scheme = SCHEMES[jwt.algorithm];
  const jwk = decoys().find((candidate) => scheme.fits(candidate));
  if (jwk !== undefined) isSignature(jwt, scheme, toKey(jwk) as KeyObject);
}

/** Whether any of these keys may be the one that a token names. */
export function hasCandidate(jwt: SignedJwt, jwks: readonly unknown[]): boolean {
  return jwks.some((jwk) => isCandidate(jwk, jwt));
}

function isCandidate(jwk: unknown, { algorithm, keyId }: SignedJwt): boolean {
  if (typeof jwk !== 'object' || jwk === null) return false;
  const { kid, use, alg, key_ops: keyOps } = jwk as Jwk;
  if (keyId !== undefined && kid !== undefined && kid !== keyId) return false;
  if (use !== undefined && !SIGNING_USES.includes(use)) return false;
  if (alg !== undefined && alg !== algorithm) return false;
  if (keyOps !== undefined && !(Array.isArray(keyOps) && keyOps.includes('verify'))) return false;
  return SCHEMES[algorithm].fits(jwk as Jwk);
}

function toKey({ kty, crv, n, e, x, y }: Jwk): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: { kty, crv, n, e, x, y } as never, format: 'jwk' });
    const { modulusLength } = key.asymmetricKeyDetails ?? {};
    return modulusLength !== undefined && modulusLength < SMALLEST_RSA_BITS ? undefined : key;
  } catch {
    return undefined;
  }
}

function isSignature(
  { signingInput, signature }: SignedJwt,
  { hash, options }: Scheme,
  key: KeyObject,
): boolean {
  return verify(hash, signingInput, { key, ...options }, signature);
}

let made: readonly Jwk[] | undefined;

/** A public key of every kind, of nobody. */
function decoys(): readonly Jwk[] {
  made ??= [
    rsaOfNobody(),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
    generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }),
  ] as readonly Jwk[];
  return made;
}

/** Any odd number of 2048 bits does for a modulus: verifying with it costs the same. */
function rsaOfNobody(): Jwk {
  const modulus = randomBytes(SMALLEST_RSA_BITS / 8);
  modulus[0] = 0xc1;
  modulus[modulus.length - 1] = 0xc1;
  return { kty: 'RSA', e: 'AQAB', n: modulus.toString('base64url') };
}
