import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { encodePart } from './token-forge.js';

type Members = Readonly<Record<string, unknown>>;

const PAIRS = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
} as const;

/** What a proof is for. */
export interface ProofOrder {
  readonly htm: string;
  readonly htu: string;
  /** The access token beside it. */
  readonly token?: string;
  /** Claims to replace or add; one that is undefined is left out. */
  readonly claims?: Members;
  /** Header members to replace or add. */
  readonly header?: Members;
  /** Signs with this key and not with the one in the header. */
  readonly signWith?: KeyObject;
}

/** A client's key pair that makes DPoP proofs, also ones with a flaw. */
export class DpopKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;

  /** @param nowMs wall-clock time that `iat` is taken from */
  constructor(
    private readonly algorithm: keyof typeof PAIRS = 'ES256',
    private readonly nowMs: () => number = Date.now,
  ) {
    const { privateKey, publicKey } = PAIRS[algorithm]();
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  get jwk(): Members {
    return this.publicKey.export({ format: 'jwk' });
  }

  /** As a foreign library computes it. */
  async thumbprint(): Promise<string> {
    return calculateJwkThumbprint(await exportJWK(this.publicKey));
  }

  proof({ htm, htu, token, claims, header, signWith = this.privateKey }: ProofOrder): string {
    const ath = token && createHash('sha256').update(token).digest('base64url');
    const iat = Math.floor(this.nowMs() / 1000);
    const input = [
      { typ: 'dpop+jwt', alg: this.algorithm, jwk: this.jwk, ...header },
      { jti: randomUUID(), htm, htu, iat, ath, ...claims },
    ].map(encodePart);
    const signed = Buffer.from(input.join('.'));
    const options = {
      key: signWith,
      dsaEncoding: 'ieee-p1363',
      ...(this.algorithm === 'PS256' && { padding: 6, saltLength: 32 }),
    } as const;
    const hash = this.algorithm === 'EdDSA' ? null : 'sha256';
    return [...input, sign(hash, signed, options).toString('base64url')].join('.');
  }
}
