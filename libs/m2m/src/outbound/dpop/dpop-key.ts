import { createHash, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { canonicalJwk } from '../../shared/canonical-jwk.js';
import { SIGNATURE_SCHEMES } from '../../shared/signature-schemes.js';

/** What one proof is for (RFC 9449 §4.2). */
export interface ProofOrder {
  readonly method: string;
  /** The address of the request; its query and fragment are left out. */
  readonly url: URL;
  readonly nowMs: number;
  /** The access token beside it. */
  readonly token?: string | undefined;
  /** What the server wants to see in it. */
  readonly nonce?: string | undefined;
}

type Algorithm = 'ES256' | 'EdDSA' | 'PS256';

/** The key that this process binds its tokens to. It is never written, logged or sent. */
export class DpopKey {
  /** RFC 7638, SHA-256, base64url: the `jkt` of the tokens. */
  readonly thumbprint: string;
  readonly #privateKey: KeyObject;
  readonly #algorithm: Algorithm;
  /** The same in every proof. */
  readonly #header: string;

  /** @param privateKey one that {@link isDpopKey} takes; by default a new one of P-256 */
  constructor(privateKey = newKey()) {
    const algorithm = isDpopKey(privateKey) ? algorithmOf(privateKey) : undefined;
    if (algorithm === undefined) throw new TypeError('This key signs no DPoP proofs.');
    const canonical = String(canonicalJwk(createPublicKey(privateKey).export({ format: 'jwk' })));
    this.#privateKey = privateKey;
    this.#algorithm = algorithm;
    this.#header = encoded({
      typ: 'dpop+jwt',
      alg: algorithm,
      jwk: JSON.parse(canonical) as unknown,
    });
    this.thumbprint = createHash('sha256').update(canonical).digest('base64url');
  }

  /** A new proof for one request. */
  proof({ method, url, nowMs, token, nonce }: ProofOrder): string {
    const input = `${this.#header}.${encoded({
      jti: randomUUID(),
      htm: method,
      htu: url.origin + url.pathname,
      iat: Math.floor(nowMs / 1000),
      ...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
      ...(nonce !== undefined && { nonce }),
    })}`;
    const { hash, options } = SIGNATURE_SCHEMES[this.#algorithm];
    const signature = sign(hash, Buffer.from(input), { key: this.#privateKey, ...options });
    return `${input}.${signature.toString('base64url')}`;
  }
}

/** Whether a value is a private key for proofs: P-256, Ed25519, or RSA of at least 2048 bits. */
export function isDpopKey(value: unknown): value is KeyObject {
  const { type } = (value ?? {}) as Partial<KeyObject>;
  return type === 'private' && algorithmOf(value as KeyObject) !== undefined;
}

function algorithmOf(key: KeyObject): Algorithm | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (key.asymmetricKeyType === 'ec') return namedCurve === 'prime256v1' ? 'ES256' : undefined;
  return key.asymmetricKeyType === 'rsa' && modulusLength >= 2048 ? 'PS256' : undefined;
}

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
