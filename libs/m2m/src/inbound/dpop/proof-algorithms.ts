import { verify, type KeyObject } from 'node:crypto';
import { SIGNATURE_SCHEMES, type SignatureScheme } from '../../shared/signature-schemes.js';

/** The algorithms that a DPoP proof may be signed with: asymmetric ones, no weaker than ES256. */
export const DPOP_ALGORITHMS = ['ES256', 'PS256', 'RS256', 'EdDSA', 'Ed25519'] as const;

export type DpopAlgorithm = (typeof DPOP_ALGORITHMS)[number];

/** Whether keys of this kind sign with this algorithm (RFC 8725 §3.1: never the sender's choice). */
export function takesKey(
  algorithm: DpopAlgorithm,
  { kty, crv }: Readonly<Record<string, unknown>>,
): boolean {
  const scheme: SignatureScheme = SIGNATURE_SCHEMES[algorithm];
  return kty === scheme.kty && (scheme.crv === undefined || crv === scheme.crv);
}

/** Whether the signature over these bytes holds (RFC 7518 §3.3 to §3.5, RFC 8037 §3.1). */
export function proofSignatureHolds(
  algorithm: DpopAlgorithm,
  key: KeyObject,
  signed: Buffer,
  signature: Buffer,
): boolean {
  const { hash, options } = SIGNATURE_SCHEMES[algorithm];
  return verify(hash, signed, { key, ...options }, signature);
}
