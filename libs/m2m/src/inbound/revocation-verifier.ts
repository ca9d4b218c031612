import { REVOCATIONS_TOKEN_USE } from '../shared/claims.js';
import type { Clock } from '../shared/clock.js';
import type { ClaimExpectations } from './claim-rules.js';
import { parseCompactJws, type CompactJws } from './compact-jws.js';
import { signatureHolds } from './jws-signature.js';
import type { KeySet } from './key-set.js';
import { readRevocations } from './read-revocations.js';
import type { RevocationList } from './revocation-list.js';

/** What a signed list of revocations is judged by. */
export interface RevocationVerifierParts {
  readonly keySet: KeySet;
  readonly expected: Pick<ClaimExpectations, 'audience' | 'issuer' | 'clockToleranceSec'>;
  readonly clock: Clock;
}

/** How the core names its static keys, which sign credentials and nothing else. */
const STATIC_KEY_PREFIX = 's-';

/**
 * Verifies the issuer's list of revocations: a JWS by a key of the key set, with `iss` of the issuer,
 * `token_use: "revocations"` and an `exp` to come. It has no `aud`, so it passes nowhere as an access
 * token, and no access token passes here (RFC 8725 §3.12).
 *
 * @throws TokenRejected for its form or its key.
 * @throws KeySetUnavailable when there is no key to judge it by.
 * @throws Error saying what else is wrong.
 */
export async function verifyRevocations(
  text: string,
  { keySet, expected, clock }: RevocationVerifierParts,
): Promise<RevocationList> {
  const jws = parseCompactJws(text);
  if (jws.keyId.startsWith(STATIC_KEY_PREFIX)) throw refused('is signed with a static key');
  if (!signatureHolds(jws, await keySet.keyFor(jws.keyId))) {
    throw refused('has a signature that does not hold');
  }
  judge(jws, expected, clock.nowMs() / 1000);
  return readRevocations(jws.claims, expected.audience);
}

function judge(
  { claims }: CompactJws,
  { issuer, clockToleranceSec }: RevocationVerifierParts['expected'],
  nowSec: number,
): void {
  const { iss, token_use: use, iat, exp } = claims;
  if (iss !== issuer) throw refused('is of another issuer');
  if (use !== REVOCATIONS_TOKEN_USE) throw refused('is another kind of token');
  const isTimed = Number.isSafeInteger(iat) && Number.isSafeInteger(exp);
  if (!isTimed) throw refused('has no "iat", "exp"');
  if (Number(iat) > nowSec + clockToleranceSec) throw refused('was issued in the future');
  if (nowSec >= Number(exp) + clockToleranceSec) throw refused('has expired');
}

function refused(what: string): Error {
  return new Error(`The list of revocations ${what}.`);
}
