/** A token that was signed, and its `jti`. */
export interface SignedToken {
  readonly tokenId: string;
  readonly accessToken: string;
}

/** Everything that a token says but its `jti`, and how long it lives. */
export interface SignatureWanted {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly ttlSec: number;
}

/** Claims that make a token one caller's own: bound to a key of its (RFC 7800), or made within a call. */
const UNSHARED = ['cnf', 'act'] as const;

/** Two tokens are the same for whoever verifies them when all but their `jti` is. */
function keyOf({ claims, ttlSec }: SignatureWanted): string | undefined {
  if (UNSHARED.some((name) => name in claims)) return undefined;
  return JSON.stringify({ ...claims, jti: ttlSec });
}

/**
 * Lets equal requests that are under way at the same moment have one token. They then share its
 * `jti`, too: whoever revokes it revokes it for all of them.
 */
export class SharedSignatures {
  readonly #underWay = new Map<string, Promise<SignedToken>>();

  /** Signs, or waits for the same signature that is under way already; a failure is shared as well. */
  run(wanted: SignatureWanted, sign: () => Promise<SignedToken>): Promise<SignedToken> {
    const key = keyOf(wanted);
    if (key === undefined) return sign();
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const signing = sign().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, signing);
    return signing;
  }
}
