/** Which of the core's keys signs: the rotating one, or the one that never changes. */
export type SigningKeyKind = 'dynamic' | 'static';

/** The members of a public key that a verifier needs (RFC 7517 §4, RFC 7518 §6.3.1). */
export interface PublicJwk {
  readonly kty: string;
  readonly kid: string;
  readonly n: string;
  readonly e: string;
  readonly alg: string;
  readonly use: string;
}

/** What this project asks of a SuperTokens core. */
export interface Core {
  /**
   * Signs `payload` as a JWT that lives `ttlSec` seconds from now.
   *
   * @throws {CoreUnavailable}
   */
  createJwt(
    payload: Readonly<Record<string, unknown>>,
    ttlSec: number,
    key: SigningKeyKind,
  ): Promise<string>;

  /**
   * The keys that verify what the core signs.
   *
   * @throws {CoreUnavailable}
   */
  publicKeys(): Promise<readonly PublicJwk[]>;
}

/** Injects the {@link Core}. */
export const CORE = Symbol('CORE');
