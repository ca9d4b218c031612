import { createHash } from 'node:crypto';
import { ProofRejected, type ProofRejectionCode } from '../../shared/proof-rejected.error.js';
import { normalUri } from './normal-uri.js';

/** The request that a proof comes with. */
export interface ProvenRequest {
  readonly method: string;
  /** What the client may have called this address, as `normalUri` gives it. */
  readonly uris: readonly string[];
  /** Of the access token beside the proof, if there is one: SHA-256, base64url. */
  readonly tokenHash?: string | undefined;
}

/** What is remembered of a proof whose claims are good. */
export interface ProofClaims {
  readonly proofId: string;
  /** The address, as it was compared. */
  readonly uri: string;
  /** Wall-clock milliseconds from which the proof is refused for its age alone. */
  readonly endsAtMs: number;
}

/** How far `iat` may lie from now, on either side, in seconds. */
const WINDOW_SEC = 60;
const LONGEST_ID = 128;

/**
 * Judges what a proof says by the request that it comes with (RFC 9449 §4.3, checks 8 to 12): `jti`
 * of 1 to 128 characters, `htm` and `htu` of this request, `iat` within 60 seconds, and `ath` of the
 * access token beside it.
 *
 * @throws ProofRejected with the code of the first check that fails.
 */
export function judgeProof(
  { jti, htm, htu, iat, ath }: Readonly<Record<string, unknown>>,
  { method, uris, tokenHash }: ProvenRequest,
  nowMs: number,
): ProofClaims {
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_ID) {
    throw refused('MALFORMED', `must have a "jti" of 1 to ${LONGEST_ID} characters`);
  }
  if (!Number.isSafeInteger(iat)) {
    throw refused('MALFORMED', 'must have an "iat", a whole number of seconds');
  }
  if (htm !== method) throw refused('MISMATCH', `must be made for ${method}: see its "htm"`);
  const uri = typeof htu === 'string' ? normalUri(htu) : undefined;
  if (uri === undefined || !uris.includes(uri)) {
    throw refused('MISMATCH', 'must be made for the address of this request: see its "htu"');
  }
  if (tokenHash !== undefined && ath !== tokenHash) {
    throw refused('MISMATCH', 'must be made for the token beside it: see its "ath"');
  }
  if (Math.abs(nowMs / 1000 - Number(iat)) > WINDOW_SEC) {
    throw refused('EXPIRED', 'must be new: make one per request, and compare the clocks');
  }
  return { proofId: jti, uri, endsAtMs: (Number(iat) + WINDOW_SEC) * 1000 };
}

/** The `ath` of an access token (RFC 9449 §4.2). */
export function tokenHashOf(token: string): string {
  return createHash('sha256').update(token, 'latin1').digest('base64url');
}

function refused(why: 'MALFORMED' | 'MISMATCH' | 'EXPIRED', problem: string): ProofRejected {
  const code: ProofRejectionCode = `M2M_DPOP_PROOF_${why}`;
  return new ProofRejected(code, `The DPoP proof ${problem}.`);
}
