import type { VerifiedToken } from './verified-token.js';

/** What the issuer has declared void, as far as it can concern tokens for one target. */
export interface RevocationEntries {
  /** Name of a microservice, and the second before which all of its tokens are void. */
  readonly microservices: ReadonlyMap<string, number>;
  /** Name of a caller, and the second before which its tokens for this target are void. */
  readonly edges: ReadonlyMap<string, number>;
  /** `kid`, and the second before which its tokens are void. */
  readonly keyIds: ReadonlyMap<string, number>;
  /** `jti`, and the second before which the token is void. */
  readonly tokenIds: ReadonlyMap<string, number>;
}

const NONE: ReadonlyMap<string, number> = new Map();

/** All revocations of one version; it never changes. */
export class RevocationList {
  /** What is in force before anything is known. */
  static readonly EMPTY = new RevocationList(0, {
    microservices: NONE,
    edges: NONE,
    keyIds: NONE,
    tokenIds: NONE,
  });

  /** How many entries concern this microservice. */
  readonly size: number;

  constructor(
    readonly version: number,
    private readonly entries: RevocationEntries,
  ) {
    const { microservices, edges, keyIds, tokenIds } = entries;
    this.size = microservices.size + edges.size + keyIds.size + tokenIds.size;
  }

  /**
   * Whether a genuine token is void. Costs a few lookups and allocates nothing. A token is void, too,
   * when one on whose behalf it was issued is revoked.
   */
  voids({ caller, keyId, issuedAtSec }: VerifiedToken): boolean {
    if (this.size === 0) return false;
    const { microservices, edges, keyIds, tokenIds } = this.entries;
    for (const name of caller.chain) {
      if (isBefore(issuedAtSec, microservices.get(name))) return true;
    }
    return (
      isBefore(issuedAtSec, microservices.get(caller.name)) ||
      isBefore(issuedAtSec, edges.get(caller.name)) ||
      isBefore(issuedAtSec, keyIds.get(keyId)) ||
      (caller.tokenId !== undefined && isBefore(issuedAtSec, tokenIds.get(caller.tokenId)))
    );
  }
}

function isBefore(issuedAtSec: number, voidBeforeSec: number | undefined): boolean {
  return voidBeforeSec !== undefined && issuedAtSec < voidBeforeSec;
}
