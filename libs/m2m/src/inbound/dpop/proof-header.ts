import { ProofRejected } from '../../shared/proof-rejected.error.js';
import { canonicalBytes } from '../canonical-base64url.js';
import { parseJsonObject } from '../json-object.js';
import { DPOP_ALGORITHMS, type DpopAlgorithm } from './proof-algorithms.js';
import { readProofKey, type ProofKey } from './proof-key.js';

/** The header of a proof: how it is signed, and with which key. */
export interface ProofHeader extends ProofKey {
  readonly algorithm: DpopAlgorithm;
}

const TYPE = 'dpop+jwt';

/** Members that change how a JWS is read, or that name another key than the one inside. */
const REFUSED = ['crit', 'b64', 'zip', 'cty', 'enc', 'jku', 'x5u', 'x5c'] as const;

/**
 * Reads the header of a proof (RFC 9449 §4.2, §4.3): `typ` is `dpop+jwt`, `alg` one of
 * {@link DPOP_ALGORITHMS}, `jwk` a public key, and nothing that says otherwise. A `kid` is ignored.
 *
 * @throws ProofRejected `M2M_DPOP_PROOF_MALFORMED` or `M2M_DPOP_KEY_NOT_ALLOWED`.
 */
export function readProofHeader(text: string): ProofHeader {
  const bytes = canonicalBytes(text);
  const header = bytes && parseJsonObject(bytes);
  if (header === undefined) throw malformedProof('must be a JWT in compact form');
  const { typ, alg, jwk } = header;
  if (typ !== TYPE) throw malformedProof(`must have the "typ" "${TYPE}"`);
  const algorithm = DPOP_ALGORITHMS.find((name) => name === alg);
  if (algorithm === undefined) {
    throw malformedProof(`must be signed with one of ${DPOP_ALGORITHMS.join(', ')}`);
  }
  const refused = REFUSED.find((member) => Object.hasOwn(header, member));
  if (refused !== undefined) throw malformedProof(`must not have "${refused}" in its header`);
  return { algorithm, ...readProofKey(jwk, algorithm) };
}

/** The proof is no proof, whatever it is meant for. */
export function malformedProof(problem: string): ProofRejected {
  return new ProofRejected('M2M_DPOP_PROOF_MALFORMED', `The DPoP proof ${problem}.`);
}
