/** A row of the core's table `jwt_signing_keys`. */
export interface StaticKeyRecord {
  /** `s-<uuid v4>`; unique. */
  readonly keyId: string;
  /** `base64(SPKI)|base64(PKCS8)`, the core's own format. Secret. */
  readonly keyString: string;
  /** Only `RS256` is used; rows with another value are kept and ignored. */
  readonly algorithm: string;
  readonly createdAtMs: number;
}

/** A row of the core's table `session_access_token_signing_keys`. */
export interface DynamicKeyRecord {
  /** Unique; its key id is `d-<createdAtMs>`. */
  readonly createdAtMs: number;
  /** `base64(SPKI)|base64(PKCS8)`, the core's own format. Secret. */
  readonly value: string;
}

/** All keys of a store, each list newest first. */
export interface StoredSigningKeys {
  readonly staticKeys: readonly StaticKeyRecord[];
  readonly dynamicKeys: readonly DynamicKeyRecord[];
}

/** What may be done while nobody else changes the keys. */
export interface SigningKeyTransaction {
  /** Every key, with what this transaction has added and removed. */
  load(): Promise<StoredSigningKeys>;
  /** Rejects when the id exists. */
  addStatic(key: StaticKeyRecord): Promise<void>;
  /** Rejects when a dynamic key of that instant exists. */
  addDynamic(key: DynamicKeyRecord): Promise<void>;
  removeDynamicCreatedBefore(createdAtMs: number): Promise<void>;
}

/**
 * Where the signing keys live. `test/contract/signing-key-store.contract.ts` is the suite that every
 * adapter has to pass.
 *
 * An adapter must fail rather than hang: set a deadline on its statements.
 */
export interface SigningKeyStore {
  /** Every committed key, also those that another process made. */
  load(): Promise<StoredSigningKeys>;
  /**
   * Runs `work` while no other caller, of this process or of another one, is inside `exclusively` on
   * the same keys, so that "look, and create if missing" makes exactly one key. Creating an RSA key
   * takes up to a second, so waiting callers need that much patience each.
   *
   * Commits when `work` resolves. When it rejects, nothing of it remains, the lock is free again and
   * the same error is passed on.
   */
  exclusively<T>(work: (transaction: SigningKeyTransaction) => Promise<T>): Promise<T>;
}
