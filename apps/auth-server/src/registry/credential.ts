/** How a microservice proves who it is. */
export type CredentialKind = 'bootstrap' | 'secret' | 'public_key';

/** Where the public keys of a microservice are: registered as they are, or published by it. */
export type CredentialKeys =
  /** A JWK Set (RFC 7517 §5), judged when it was registered. */
  { readonly jwks: unknown } | { readonly jwksUri: string };

/** The record of one credential; what the microservice holds is not in it. */
export interface Credential {
  /** 16 characters of [a-z0-9]; the `jti` of a bootstrap token. */
  readonly id: string;
  /** The name of the microservice that it belongs to. */
  readonly microservice: string;
  readonly kind: CredentialKind;
  readonly label: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | undefined;
  /** SHA-256 of the secret; only of the kind `secret`. */
  readonly secretHash: Buffer | undefined;
  /** The `jti`; only of the kind `bootstrap`. */
  readonly tokenId: string | undefined;
  /** Only of the kind `public_key`. */
  readonly keys: CredentialKeys | undefined;
}

/** Whether a record still counts at this moment. */
export function isLive(credential: Credential, nowMs: number): boolean {
  return credential.revokedAt === undefined && nowMs < credential.expiresAt.getTime();
}
