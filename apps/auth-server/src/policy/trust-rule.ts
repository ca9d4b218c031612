/** Which tokens of a platform (RFC 7523 by analogy) stand for a microservice. */
export interface TrustRule {
  /** `iss` of the tokens, or `spiffe://<trust domain>` for JWT-SVIDs without one. */
  readonly issuer: string;
  /** The only `aud` that the tokens may have. */
  readonly audience: string;
  /** A pattern for `sub`: `*` stands for a part of one segment, segments end at `:` and `/`. */
  readonly subject: string;
  /** Where the issuer's keys are; undefined finds them by OpenID Connect Discovery. */
  readonly jwksUri: string | undefined;
  readonly microservice: string;
  /** A token counts for this long after its `iat`, whatever its `exp` says. */
  readonly maxAgeSec: number;
}

/** Bounds of {@link TrustRule.maxAgeSec}; the default is an hour. */
export const TRUST_MAX_AGE_SEC = { least: 60, default: 3600, most: 86_400 } as const;
