import type { Revocation } from './revocation.js';

/** A token as far as a revocation can concern it. */
export interface RevocableToken {
  /** The token's `sub`. */
  readonly caller: string;
  /** The callers on whose behalf it was issued, from its `act`. */
  readonly chain: readonly string[];
  /** The token's `aud`. */
  readonly target: string;
  /** The token's `iat`, in seconds. */
  readonly issuedAtSec: number;
  readonly keyId: string;
  readonly tokenId: string | undefined;
}

/** For whom a token is to be issued. */
export interface IssuingQuestion {
  readonly caller: string;
  /** The callers on whose behalf it is. */
  readonly chain: readonly string[];
  readonly target: string;
}

/** Why nothing is issued. */
export type IssuingStop = 'caller_revoked' | 'edge_revoked';

/** All revocations as of one version; it never changes. Names match byte by byte. */
export class RevocationSnapshot {
  private readonly byKey: ReadonlyMap<string, Revocation>;

  constructor(
    readonly version: number,
    readonly entries: readonly Revocation[] = [],
  ) {
    this.byKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  /** Why no token may be issued for this edge now, or undefined when none of this stands against it. */
  issuingStop({ caller, chain, target }: IssuingQuestion): IssuingStop | undefined {
    const isRevoked = [caller, ...chain].some((name) => this.isInForce('microservice', name));
    if (isRevoked) return 'caller_revoked';
    return this.isInForce('edge', caller, target) ? 'edge_revoked' : undefined;
  }

  /** Whether a genuine token is void. */
  isVoid({ caller, chain, target, issuedAtSec, keyId, tokenId }: RevocableToken): boolean {
    const concerning = [
      ...[caller, ...chain].map((name) => this.find('microservice', name)),
      this.find('edge', caller, target),
      this.find('kid', keyId),
      tokenId === undefined ? undefined : this.find('jti', tokenId),
    ];
    return concerning.some(
      (entry) => entry !== undefined && issuedAtSec * 1000 < voidBeforeMs(entry),
    );
  }

  private isInForce(kind: Revocation['kind'], subject: string, target?: string): boolean {
    const entry = this.find(kind, subject, target);
    return entry !== undefined && entry.notBefore === undefined;
  }

  private find(kind: Revocation['kind'], subject: string, target?: string): Revocation | undefined {
    return this.byKey.get(keyOf({ kind, subject, target }));
  }
}

function voidBeforeMs({ notBefore }: Revocation): number {
  return notBefore?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** A space is in no name, and the target comes first because a `kid` or `jti` may hold anything. */
function keyOf({ kind, subject, target }: Pick<Revocation, 'kind' | 'subject' | 'target'>): string {
  return `${kind} ${target ?? ''} ${subject}`;
}
