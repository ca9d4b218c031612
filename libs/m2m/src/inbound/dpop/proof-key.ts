import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { canonicalJwk } from '../../shared/canonical-jwk.js';
import { ProofRejected } from '../../shared/proof-rejected.error.js';
import { PRIVATE_MEMBERS, rsaWeakness } from '../jwk-judge.js';
import { takesKey, type DpopAlgorithm } from './proof-algorithms.js';

type Jwk = Readonly<Record<string, unknown>>;

/** A public key that came inside a proof; whose it is, only its thumbprint tells. */
export interface ProofKey {
  readonly key: KeyObject;
  /** RFC 7638, SHA-256, base64url. */
  readonly thumbprint: string;
}

/**
 * Reads the `jwk` of a proof's header: public only, of the kind that the algorithm takes, meant for
 * signatures if it says what it is meant for, and strong (RSA of 2048 to 8192 bits).
 *
 * @throws ProofRejected `M2M_DPOP_KEY_NOT_ALLOWED`.
 */
export function readProofKey(given: unknown, algorithm: DpopAlgorithm): ProofKey {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw notAllowed('is not an object');
  }
  const jwk = given as Jwk;
  if (PRIVATE_MEMBERS.some((member) => Object.hasOwn(jwk, member))) {
    throw notAllowed('holds a private key: replace that key, it has been sent');
  }
  if (!takesKey(algorithm, jwk)) throw notAllowed('is not of the kind that the "alg" takes');
  if (!isForSignatures(jwk, algorithm)) throw notAllowed('is not meant for these signatures');
  const canonical = canonicalJwk(jwk);
  const key = canonical === undefined ? undefined : toKey(JSON.parse(canonical) as Jwk);
  // One key has one thumbprint only if its numbers have one spelling.
  if (key === undefined || canonicalJwk(key.export({ format: 'jwk' })) !== canonical) {
    throw notAllowed('does not hold the numbers of such a key, each in its one spelling');
  }
  const weakness = jwk['kty'] === 'RSA' ? rsaWeakness(key, jwk['n']) : undefined;
  if (weakness !== undefined) throw notAllowed(`is weak: ${weakness}`);
  return { key, thumbprint: createHash('sha256').update(String(canonical)).digest('base64url') };
}

function isForSignatures({ use, alg, key_ops: keyOps }: Jwk, algorithm: DpopAlgorithm): boolean {
  return (
    (use === undefined || use === 'sig') &&
    (alg === undefined || alg === algorithm) &&
    (keyOps === undefined || (Array.isArray(keyOps) && keyOps.includes('verify')))
  );
}

function toKey(key: Jwk): KeyObject | undefined {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function notAllowed(problem: string): ProofRejected {
  return new ProofRejected('M2M_DPOP_KEY_NOT_ALLOWED', `The "jwk" of the DPoP proof ${problem}.`);
}
