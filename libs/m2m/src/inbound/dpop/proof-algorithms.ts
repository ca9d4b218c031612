import { constants, verify, type KeyObject } from 'node:crypto';

/** The algorithms that a DPoP proof may be signed with: asymmetric ones, no weaker than ES256. */
export const DPOP_ALGORITHMS = ['ES256', 'PS256', 'RS256', 'EdDSA', 'Ed25519'] as const;

export type DpopAlgorithm = (typeof DPOP_ALGORITHMS)[number];

interface Scheme {
  readonly kty: string;
  /** The curve, for kinds of key that have one. */
  readonly crv?: string;
  readonly hash: 'sha256' | null;
  readonly options: {
    readonly padding?: number;
    readonly saltLength?: number;
    readonly dsaEncoding?: 'ieee-p1363';
  };
}

const EDDSA: Scheme = { kty: 'OKP', crv: 'Ed25519', hash: null, options: {} };

const SCHEMES: Readonly<Record<DpopAlgorithm, Scheme>> = {
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  PS256: {
    kty: 'RSA',
    hash: 'sha256',
    options: {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    },
  },
  RS256: { kty: 'RSA', hash: 'sha256', options: { padding: constants.RSA_PKCS1_PADDING } },
  EdDSA: EDDSA,
  Ed25519: EDDSA,
};

/** Whether keys of this kind sign with this algorithm (RFC 8725 §3.1: never the sender's choice). */
export function takesKey(
  algorithm: DpopAlgorithm,
  { kty, crv }: Readonly<Record<string, unknown>>,
): boolean {
  const scheme = SCHEMES[algorithm];
  return kty === scheme.kty && (scheme.crv === undefined || crv === scheme.crv);
}

/** Whether the signature over these bytes holds (RFC 7518 §3.3 to §3.5, RFC 8037 §3.1). */
export function proofSignatureHolds(
  algorithm: DpopAlgorithm,
  key: KeyObject,
  signed: Buffer,
  signature: Buffer,
): boolean {
  const { hash, options } = SCHEMES[algorithm];
  return verify(hash, signed, { key, ...options }, signature);
}
