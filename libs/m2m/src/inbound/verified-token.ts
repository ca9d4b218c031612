import { readActorChain } from '../shared/actor-chain.js';
import type { M2MCaller } from '../shared/caller.js';
import { readKeyThumbprint } from '../shared/confirmation.js';
import type { CompactJws } from './compact-jws.js';
import { tokenHashOf } from './dpop/judge-proof.js';

/** What a proof has to fit, when a token is bound to a key (RFC 9449 §6.1, §7). */
export interface KeyBinding {
  readonly keyThumbprint: string;
  /** The `ath` of its proofs. */
  readonly tokenHash: string;
}

/** A token that has passed signature and claim gate, with everything that is derived from it once. */
export interface VerifiedToken {
  readonly keyId: string;
  readonly caller: M2MCaller;
  /** Undefined for a bearer token. */
  readonly binding: KeyBinding | undefined;
  /** The token's `iat`. */
  readonly issuedAtSec: number;
  /** Wall-clock milliseconds from which the token is no longer accepted (`exp` plus tolerance). */
  readonly endsAtMs: number;
}

/** Builds the one {@link VerifiedToken} of a token whose claims have been judged. */
export function verifiedToken(
  jws: Pick<CompactJws, 'keyId' | 'claims' | 'token'>,
  clockToleranceSec: number,
): VerifiedToken {
  const caller = callerFrom(jws.claims);
  return Object.freeze({
    keyId: jws.keyId,
    caller,
    binding: bindingOf(caller, jws.token),
    issuedAtSec: Number(jws.claims['iat']),
    endsAtMs: (Number(jws.claims['exp']) + clockToleranceSec) * 1000,
  });
}

function bindingOf({ keyThumbprint }: M2MCaller, token: string): KeyBinding | undefined {
  if (keyThumbprint === undefined) return undefined;
  return Object.freeze({ keyThumbprint, tokenHash: tokenHashOf(token) });
}

function callerFrom(claims: Readonly<Record<string, unknown>>): M2MCaller {
  const { sub, client_id: clientId, jti, scope, act, cnf, iat, exp } = claims;
  return Object.freeze({
    name: sub as string,
    clientId: (clientId ?? sub) as string,
    chain: Object.freeze(readActorChain(act) ?? []),
    scopes: Object.freeze(typeof scope === 'string' && scope !== '' ? scope.split(' ') : []),
    tokenId: typeof jti === 'string' ? jti : undefined,
    keyThumbprint: readKeyThumbprint(cnf),
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
