import { LRUCache } from 'lru-cache';
import { ProofRejected } from '../../shared/proof-rejected.error.js';
import { canonicalBytes } from '../canonical-base64url.js';
import { parseJsonObject } from '../json-object.js';
import { proofSignatureHolds } from './proof-algorithms.js';
import { malformedProof, readProofHeader, type ProofHeader } from './proof-header.js';

/** A proof whose signature holds; what it is for is not known yet. */
export interface DpopProof {
  /** Of the key that it is signed with (RFC 7638, SHA-256, base64url). */
  readonly thumbprint: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

const LONGEST_PROOF = 8192;

/** A client sends the same header with every proof, and reading a key costs as much as verifying. */
const KNOWN_HEADERS = 1000;
const LONGEST_KNOWN_HEADER = 2048;
const knownHeaders = new LRUCache<string, ProofHeader>({ max: KNOWN_HEADERS });

/**
 * Reads one DPoP proof strictly and verifies it with the key that it carries (RFC 9449 §4.3, checks
 * 1 to 7).
 *
 * @param text the value of the one `DPoP` header; at most 8192 characters
 * @throws ProofRejected with the code of the first check that fails.
 */
export function readDpopProof(text: string | undefined): DpopProof {
  if (text === undefined) throw missing();
  if (text.length > LONGEST_PROOF) throw malformedProof(`is longer than ${LONGEST_PROOF}`);
  // What node makes of several headers of one name; no proof has a comma.
  if (text.includes(',')) throw malformedProof('must be the only one: send one DPoP header');
  const [headerText = '', payloadText = '', signatureText = '', ...more] = text.split('.');
  const header = knownHeaders.get(headerText) ?? readProofHeader(headerText);
  const payload = canonicalBytes(payloadText);
  const signature = canonicalBytes(signatureText);
  const claims = payload && parseJsonObject(payload);
  if (claims === undefined || signature === undefined || more.length > 0) {
    throw malformedProof('must be a JWT in compact form');
  }
  const signed = Buffer.from(text.slice(0, text.lastIndexOf('.')), 'latin1');
  if (!proofSignatureHolds(header.algorithm, header.key, signed, signature)) {
    throw new ProofRejected(
      'M2M_DPOP_SIGNATURE_INVALID',
      'The signature of the DPoP proof does not hold for the key inside it.',
    );
  }
  if (headerText.length <= LONGEST_KNOWN_HEADER) knownHeaders.set(headerText, header);
  return { thumbprint: header.thumbprint, claims };
}

function missing(): ProofRejected {
  return new ProofRejected(
    'M2M_DPOP_PROOF_MISSING',
    'The token is bound to a key: send a proof of that key in the header "DPoP".',
  );
}
