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

const NONE: readonly string[] = Object.freeze([]);

/** Builds the one {@link VerifiedToken} of a token whose claims have been judged. */
export function verifiedToken(
  jws: Pick<CompactJws, 'keyId' | 'claims' | 'token'>,
  clockToleranceSec: number,
): VerifiedToken {
  const caller = new VerifiedCaller(jws.claims);
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

/** Who is calling, for all requests of one token. */
class VerifiedCaller implements M2MCaller {
  readonly name: string;
  readonly clientId: string;
  readonly chain: readonly string[];
  readonly scopes: readonly string[];
  readonly tokenId: string | undefined;
  readonly keyThumbprint: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;

  constructor(claims: Readonly<Record<string, unknown>>) {
    const { sub, client_id: clientId, jti, scope, act, cnf } = claims;
    this.name = sub as string;
    this.clientId = (clientId ?? sub) as string;
    this.chain = act === undefined ? NONE : Object.freeze(readActorChain(act) ?? []);
    this.scopes =
      typeof scope === 'string' && scope !== '' ? Object.freeze(scope.split(' ')) : NONE;
    this.tokenId = typeof jti === 'string' ? jti : undefined;
    this.keyThumbprint = readKeyThumbprint(cnf);
    this.claims = deepFreeze(claims);
    Object.freeze(this);
  }

  // A Date can be changed even when frozen, and this caller is shared by every request of the token.
  get issuedAt(): Date {
    return new Date(Number(this.claims['iat']) * 1000);
  }

  get expiresAt(): Date {
    return new Date(Number(this.claims['exp']) * 1000);
  }

  toJSON(): object {
    const { issuedAt, expiresAt } = this;
    return Object.assign({}, this, { issuedAt, expiresAt });
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const name in value) {
    const member = value[name];
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}
