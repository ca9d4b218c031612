import type { FrozenClock } from './frozen-clock.js';

/** What a test revokes, in the words of `POST /admin/revocations`. */
export type TestRevocation =
  | {
      /** The caller whose tokens are void and that gets no new ones. */
      readonly microservice: string;
    }
  | {
      /** The edge whose tokens are void and for which there are no new ones. */
      readonly edge: {
        /** Who calls. */
        readonly caller: string;
        /** Who is called. */
        readonly target: string;
      };
    }
  | {
      /** The key whose tokens are void. */
      readonly kid: string;
    }
  | {
      /** The one token that is void. */
      readonly jti: string;
    };

/** The auth-server's list of revocations as it is before it is signed. */
export interface RevocationDocument {
  readonly version: number;
  readonly entries: readonly (TestRevocation & { readonly not_before?: number })[];
}

/** What is revoked in a test. */
export class TestRevocations {
  readonly #entries = new Map<string, RevocationDocument['entries'][number]>();
  #version = 1;

  constructor(private readonly clock: FrozenClock) {}

  /** Revokes, and returns how to lift it. */
  revoke(what: TestRevocation): () => void {
    const key = JSON.stringify(what);
    this.#change(key, what);
    return () => this.#lift(key);
  }

  /** Why the auth-server issues no token for this edge, or undefined when nothing stands against it. */
  stop(
    caller: string,
    target: string,
  ): 'M2M_CREDENTIAL_REJECTED' | 'M2M_EDGE_NOT_ALLOWED' | undefined {
    if (this.#isInForce({ microservice: caller })) return 'M2M_CREDENTIAL_REJECTED';
    return this.#isInForce({ edge: { caller, target } }) ? 'M2M_EDGE_NOT_ALLOWED' : undefined;
  }

  /** The list as of now. */
  document(): RevocationDocument {
    return { version: this.#version, entries: [...this.#entries.values()] };
  }

  /** A key or a token counts again; of a caller or an edge, what was issued before stays void. */
  #lift(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.not_before !== undefined) return;
    const isForGood = 'kid' in entry || 'jti' in entry;
    if (!isForGood) this.clock.advance(1000);
    const notBefore = Math.floor(this.clock.nowMs() / 1000);
    this.#change(key, isForGood ? undefined : { ...entry, not_before: notBefore });
  }

  #isInForce(what: TestRevocation): boolean {
    const entry = this.#entries.get(JSON.stringify(what));
    return entry !== undefined && entry.not_before === undefined;
  }

  #change(key: string, entry: RevocationDocument['entries'][number] | undefined): void {
    if (entry === undefined) this.#entries.delete(key);
    else this.#entries.set(key, entry);
    this.#version += 1;
  }
}
