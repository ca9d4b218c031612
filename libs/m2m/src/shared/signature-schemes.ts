/** How an algorithm signs, in the words of `node:crypto`. */
export interface SignatureScheme {
  /** Of the JWK of its keys. */
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

/** RSA_PKCS1_PADDING and RSA_PKCS1_PSS_PADDING of OpenSSL. */
const PKCS1 = 1;
const PSS = 6;

const EDDSA: SignatureScheme = { kty: 'OKP', crv: 'Ed25519', hash: null, options: {} };

/** One scheme per algorithm (RFC 7518 §3.3 to §3.5, RFC 8037 §3.1); a salt is as long as the hash. */
export const SIGNATURE_SCHEMES = {
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  PS256: { kty: 'RSA', hash: 'sha256', options: { padding: PSS, saltLength: 32 } },
  RS256: { kty: 'RSA', hash: 'sha256', options: { padding: PKCS1 } },
  EdDSA: EDDSA,
  Ed25519: EDDSA,
} as const satisfies Readonly<Record<string, SignatureScheme>>;
