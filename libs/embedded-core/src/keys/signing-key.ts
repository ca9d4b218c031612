import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** A public key as the core publishes it (RFC 7517 §4), members in the core's order. */
export interface PublicJwk {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly n: string;
  readonly e: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
}

/** A key ring's key, parsed once. */
export interface SigningKey {
  readonly kid: string;
  readonly createdAtMs: number;
  readonly privateKey: KeyObject;
  readonly jwk: PublicJwk;
  /** The encoded protected header of every token that this key signs. */
  readonly jwtHeader: string;
}

/** A stored key that cannot be used. The message names the key by its id only. */
export class SigningKeyInvalid extends Error {
  readonly code = 'CORE_SIGNING_KEY_INVALID';

  constructor(readonly kid: string) {
    super(
      `The stored signing key "${kid}" is no RSA key pair of at least 2048 bits in the form ` +
        'base64(SPKI)|base64(PKCS8). Restore or delete that row.',
    );
    this.name = new.target.name;
  }
}

const RSA_BITS = 2048;
const generate = promisify(generateKeyPair);

/** A new RSA-2048 pair in the core's storage format, made off the event loop. */
export async function createKeyString(): Promise<string> {
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: RSA_BITS,
    publicExponent: 0x10001,
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  });
  return `${publicKey.toString('base64')}|${privateKey.toString('base64')}`;
}

/** Parses a stored key; throws {@link SigningKeyInvalid} for anything but an RSA pair >= 2048. */
export function parseSigningKey(kid: string, createdAtMs: number, keyString: string): SigningKey {
  const privateKey = parsePair(kid, keyString);
  const { n, e } = createPublicKey(privateKey).export({ format: 'jwk' });
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (n === undefined || e === undefined || bits < RSA_BITS) throw new SigningKeyInvalid(kid);
  const header = JSON.stringify({ kid, typ: 'JWT', alg: 'RS256' });
  return {
    kid,
    createdAtMs,
    privateKey,
    jwk: { kty: 'RSA', kid, n, e, alg: 'RS256', use: 'sig' },
    jwtHeader: Buffer.from(header).toString('base64url'),
  };
}

function parsePair(kid: string, keyString: string): KeyObject {
  const [spki = '', pkcs8 = ''] = keyString.split('|');
  try {
    const stored = createPublicKey({ key: der(spki), format: 'der', type: 'spki' });
    const privateKey = createPrivateKey({ key: der(pkcs8), format: 'der', type: 'pkcs8' });
    if (stored.equals(createPublicKey(privateKey))) return privateKey;
  } catch {
    throw new SigningKeyInvalid(kid);
  }
  throw new SigningKeyInvalid(kid);
}

function der(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
