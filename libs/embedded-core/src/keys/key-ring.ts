import { randomUUID } from 'node:crypto';
import type { CoreClock } from '../clock.js';
import type {
  SigningKeyStore,
  SigningKeyTransaction,
  StoredSigningKeys,
} from '../signing-key-store.port.js';
import {
  isInInterval,
  isRotationDue,
  isVerifiable,
  jwksMaxAgeSec,
  keyThatSigns,
  type KeySchedule,
} from './key-schedule.js';
import {
  createKeyString,
  parseSigningKey,
  type PublicJwk,
  type SigningKey,
} from './signing-key.js';

/** What a {@link KeyRing} needs. */
export interface KeyRingOptions {
  readonly store: SigningKeyStore;
  readonly clock: CoreClock;
  readonly schedule: KeySchedule;
  /** How often the store is read again, in milliseconds. */
  readonly reloadMs: number;
  /** Told when a reading in the background fails; the ring goes on with the keys it has. */
  readonly onError: (error: unknown) => void;
}

/** The published keys, dynamic ones first, each kind newest first. */
export interface PublishedKeys {
  readonly keys: readonly PublicJwk[];
  /** How long the set may be cached, in seconds. */
  readonly maxAgeSec: number;
}

/**
 * The keys of a core in memory. Signing and publishing never wait for the store while the keys at
 * hand are good; a key that another process made becomes visible within `reloadMs`, well before that
 * process signs with it.
 */
export class KeyRing {
  #static: readonly SigningKey[] = [];
  #dynamic: readonly SigningKey[] = [];
  #parsed: ReadonlyMap<string, SigningKey> = new Map();
  #refreshing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(private readonly options: KeyRingOptions) {}

  /** Reads the keys, makes those that are missing, and keeps the ring fresh until `close`. */
  static async open(options: KeyRingOptions): Promise<KeyRing> {
    const ring = new KeyRing(options);
    await ring.refresh();
    ring.#timer = setInterval(() => ring.#refreshInBackground(), options.reloadMs).unref();
    return ring;
  }

  /** The newest static key. */
  staticKey(): SigningKey {
    return present(this.#static[0]);
  }

  /**
   * The dynamic key that signs now. Waits for the store only when no key is within its interval; if
   * the store fails then, the last key goes on signing for half of its grace, and after that the
   * store's error is thrown.
   */
  async dynamicKey(): Promise<SigningKey> {
    const { clock, schedule } = this.options;
    const nowMs = clock.nowMs();
    const key = this.#signing(nowMs);
    if (isInInterval(key, nowMs, schedule)) {
      if (isRotationDue(this.#dynamic[0], nowMs, schedule)) this.#refreshInBackground();
      return key;
    }
    try {
      await this.refresh();
      return this.#signing(nowMs);
    } catch (error) {
      if (!isVerifiable(key, nowMs + schedule.graceMs / 2, schedule)) throw error;
      this.options.onError(error);
      return key;
    }
  }

  /** The key set as it may be published now. */
  published(): PublishedKeys {
    const { clock, schedule } = this.options;
    const nowMs = clock.nowMs();
    const newest = present(this.#dynamic[0]);
    if (isRotationDue(newest, nowMs, schedule)) this.#refreshInBackground();
    const dynamic = this.#dynamic.filter((key) => isVerifiable(key, nowMs, schedule));
    return {
      keys: [...dynamic, ...this.#static].map(({ jwk }) => jwk),
      maxAgeSec: jwksMaxAgeSec(newest, nowMs, schedule),
    };
  }

  /** Reads the store and rotates if it is time; callers at the same time share one reading. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#reload().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Stops reading the store; resolves when a reading under way has ended. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#refreshing?.catch(this.options.onError);
  }

  #refreshInBackground(): void {
    if (this.#refreshing === undefined) this.refresh().catch(this.options.onError);
  }

  async #reload(): Promise<void> {
    const { store } = this.options;
    const seen = await store.load();
    const isComplete = hasStaticKey(seen) && !this.#isDue(seen);
    const stored = isComplete ? seen : await store.exclusively((tx) => this.#complete(tx));
    this.#adopt(stored);
  }

  async #complete(transaction: SigningKeyTransaction): Promise<StoredSigningKeys> {
    const { clock, schedule } = this.options;
    const stored = await transaction.load();
    if (!hasStaticKey(stored)) {
      const keyString = await createKeyString();
      const createdAtMs = clock.nowMs();
      const keyId = `s-${randomUUID()}`;
      await transaction.addStatic({ keyId, keyString, algorithm: 'RS256', createdAtMs });
    }
    if (this.#isDue(stored)) {
      const value = await createKeyString();
      const createdAtMs = clock.nowMs();
      await transaction.addDynamic({ createdAtMs, value });
      const { intervalMs, graceMs } = schedule;
      await transaction.removeDynamicCreatedBefore(createdAtMs - intervalMs - graceMs);
    }
    return transaction.load();
  }

  #isDue({ dynamicKeys }: StoredSigningKeys): boolean {
    const { clock, schedule } = this.options;
    return isRotationDue(dynamicKeys[0], clock.nowMs(), schedule);
  }

  #adopt(stored: StoredSigningKeys): void {
    const parsed = new Map<string, SigningKey>();
    const parse = (kid: string, createdAtMs: number, keyString: string): SigningKey => {
      const id = `${kid} ${keyString}`;
      const key = this.#parsed.get(id) ?? parseSigningKey(kid, createdAtMs, keyString);
      parsed.set(id, key);
      return key;
    };
    const fixed = stored.staticKeys
      .filter(({ algorithm }) => algorithm === 'RS256')
      .map((row) => parse(row.keyId, row.createdAtMs, row.keyString));
    this.#dynamic = stored.dynamicKeys.map((row) =>
      parse(`d-${row.createdAtMs}`, row.createdAtMs, row.value),
    );
    this.#static = fixed;
    this.#parsed = parsed;
  }

  #signing(nowMs: number): SigningKey {
    return present(keyThatSigns(this.#dynamic, nowMs, this.options.schedule));
  }
}

function hasStaticKey({ staticKeys }: StoredSigningKeys): boolean {
  return staticKeys.some(({ algorithm }) => algorithm === 'RS256');
}

/** An open ring always holds a key of each kind; anything else is a fault of this file. */
function present<T>(key: T | undefined): T {
  if (key === undefined) throw new Error('The key ring is empty.');
  return key;
}
