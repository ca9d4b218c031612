/** What can be revoked: everything of a caller, one edge, a signing key, or a single token. */
export type RevocationKind = 'microservice' | 'edge' | 'kid' | 'jti';

/** Names what is to be revoked. */
export interface RevocationSubject {
  readonly kind: RevocationKind;
  /** The name of the caller, the `kid` or the `jti`. */
  readonly subject: string;
  /** The target of an edge; undefined for everything else. */
  readonly target: string | undefined;
}

/** One revocation as it stands. */
export interface Revocation extends RevocationSubject {
  /** Never changes; what `DELETE /admin/revocations/<id>` takes. */
  readonly id: string;
  /** Tokens issued before this moment are void; undefined voids every one, whenever it was issued. */
  readonly notBefore: Date | undefined;
  /** When the last token that it concerns has ended; undefined until it is lifted. */
  readonly expiresAt: Date | undefined;
  readonly reason: string;
  readonly actor: string;
  readonly createdAt: Date;
}

/**
 * How long a token may be accepted after it was issued, in seconds: the 7200 that a core keeps its
 * dynamic keys for, and the 60 by which clocks may differ at most.
 */
export const LONGEST_TOKEN_LIFE_SEC = 7260;
