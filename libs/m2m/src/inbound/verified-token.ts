import { readActorChain } from '../shared/actor-chain.js';
import type { M2MCaller } from '../shared/caller.js';
import type { CompactJws } from './compact-jws.js';

/** A token that has passed signature and claim gate, with everything that is derived from it once. */
export interface VerifiedToken {
  readonly keyId: string;
  readonly caller: M2MCaller;
  /** The token's `iat`. */
  readonly issuedAtSec: number;
  /** Wall-clock milliseconds from which the token is no longer accepted (`exp` plus tolerance). */
  readonly endsAtMs: number;
}

/** Builds the one {@link VerifiedToken} of a token whose claims have been judged. */
export function verifiedToken(
  jws: Pick<CompactJws, 'keyId' | 'claims'>,
  clockToleranceSec: number,
): VerifiedToken {
  return Object.freeze({
    keyId: jws.keyId,
    caller: callerFrom(jws.claims),
    issuedAtSec: Number(jws.claims['iat']),
    endsAtMs: (Number(jws.claims['exp']) + clockToleranceSec) * 1000,
  });
}

function callerFrom(claims: Readonly<Record<string, unknown>>): M2MCaller {
  const { sub, client_id: clientId, jti, scope, act, iat, exp } = claims;
  return Object.freeze({
    name: sub as string,
    clientId: (clientId ?? sub) as string,
    chain: Object.freeze(readActorChain(act) ?? []),
    scopes: Object.freeze(typeof scope === 'string' && scope !== '' ? scope.split(' ') : []),
    tokenId: typeof jti === 'string' ? jti : undefined,
    // A Date can be changed even when frozen, and this caller is shared by every request of the token.
    get issuedAt() {
      return new Date(Number(iat) * 1000);
    },
    get expiresAt() {
      return new Date(Number(exp) * 1000);
    },
    claims: deepFreeze(claims),
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
