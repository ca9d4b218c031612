import { generateKeyPair, randomUUID, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** One RSA key under the name that its tokens carry as `kid`. */
export interface TestKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const generate = promisify(generateKeyPair);

async function newKey(): Promise<TestKey> {
  const pair = await generate('rsa', { modulusLength: 2048 });
  return { keyId: `d-${randomUUID()}`, ...pair };
}

let first: Promise<TestKey> | undefined;
let stranger: Promise<TestKey> | undefined;

/** A key that no key set ever holds; made when it is first needed, once per process. */
export function strangerKey(): Promise<TestKey> {
  stranger ??= newKey();
  return stranger;
}

/** The signing keys of the in-process auth-server. */
export class TestKeys {
  #published: readonly TestKey[];

  private constructor(private signing: TestKey) {
    this.#published = [signing];
  }

  /** Starts with the one key that all kits of the process share, so that only the first waits. */
  static async create(): Promise<TestKeys> {
    first ??= newKey();
    return new TestKeys(await first);
  }

  /** The key that signs now. */
  get current(): TestKey {
    return this.signing;
  }

  /** The published key set (RFC 7517 §5). */
  jwks(): { readonly keys: readonly object[] } {
    return {
      keys: this.#published.map(({ keyId, publicKey }) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid: keyId,
        alg: 'RS256',
        use: 'sig',
      })),
    };
  }

  /** Signs with a new key from now on; `withdraw` takes the former ones out of the key set. */
  async rotate({ withdraw }: { readonly withdraw: boolean }): Promise<void> {
    this.signing = await newKey();
    this.#published = withdraw ? [this.signing] : [this.signing, ...this.#published];
  }
}
