import { createHash, timingSafeEqual } from 'node:crypto';
import { CoreOptionsError } from '../core-options.error.js';

const MIN_LENGTH = 20;
const CHARACTERS = /^[0-9A-Za-z=-]*$/;

/** The keys that open a core; only their hashes are kept. */
export class ApiKeys {
  readonly #digests: readonly Buffer[];

  /** Throws {@link CoreOptionsError} for a key under 20 characters or outside `[0-9A-Za-z=-]`. */
  constructor(keys: readonly string[]) {
    this.#digests = keys.map((key) => digest(checked(key.trim())));
  }

  /** Whether the core is open: no key was configured, so none is asked for. */
  get isOpen(): boolean {
    return this.#digests.length === 0;
  }

  /**
   * Whether a request may pass. The `api-key` header, if there is one, outranks `Authorization`,
   * which may hold `Bearer <key>` or the bare key. Every key is compared, in constant time.
   */
  admits(apiKeyHeader: string | undefined, authorization: string | undefined): boolean {
    if (this.isOpen) return true;
    const presented = apiKeyHeader ?? authorization?.replace(/^Bearer /i, '');
    if (presented === undefined) return false;
    const candidate = digest(presented.trim());
    return this.#digests.reduce(
      (found, known) => timingSafeEqual(known, candidate) || found,
      false,
    );
  }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function checked(key: string): string {
  if (key.length < MIN_LENGTH) {
    throw new CoreOptionsError(
      'apiKeys',
      `One of the API keys is too short. Please use at least ${MIN_LENGTH} characters`,
    );
  }
  if (!CHARACTERS.test(key)) {
    throw new CoreOptionsError(
      'apiKeys',
      "Invalid characters in API key. Please only use '=', '-' and alpha-numeric (including capitals)",
    );
  }
  return key;
}
