import { remoteKeySource, type Clock, type KeySource } from '@app/m2m';

type Keys = readonly unknown[];

interface KnownKeys {
  readonly keys: Keys;
  readonly fetchedAtMs: number;
}

const LIMITS = { deadlineMs: 3000, maxBytes: 262_144 };

/** Age from which keys are fetched again. */
const REFRESH_MS = 300_000;

/** Least time between two fetches for one address, whatever the assertions name. */
const COOLDOWN_MS = 30_000;

/** Age up to which the last keys count while no newer ones can be had. */
const LONGEST_STALE_MS = 86_400_000;

/** The keys of one client were never fetched, and cannot be now. */
export class ClientKeysUnavailable extends Error {
  constructor(options: ErrorOptions) {
    super('The key set that the client publishes cannot be fetched.', options);
    this.name = 'ClientKeysUnavailable';
  }
}

/**
 * The key sets that clients publish themselves (`jwks_uri`, RFC 7591 §2), in memory. Addresses come
 * from the registry only. One fetch at a time per address, with a deadline, a bound on its size and
 * no redirects; a key that is not in the set causes one fetch per cooldown at most.
 */
export class PublishedClientKeys {
  private readonly known = new Map<string, KnownKeys>();
  private readonly fetching = new Map<string, Promise<void>>();
  private readonly triedAtMs = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly sourceOf = (uri: string): KeySource => remoteKeySource(uri, LIMITS),
  ) {}

  /**
   * The keys at an address; fetched anew when they have aged or when the one that is needed is not
   * among them.
   *
   * @throws {ClientKeysUnavailable} There are none, and none can be had.
   */
  async keysAt(uri: string, isAmongThem: (keys: Keys) => boolean): Promise<Keys> {
    const before = this.usable(uri);
    if (before !== undefined && !this.isDue(before) && isAmongThem(before.keys)) return before.keys;
    const failure = await this.fetchOnce(uri).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    const after = this.usable(uri);
    if (after === undefined) throw new ClientKeysUnavailable({ cause: failure });
    return after.keys;
  }

  private usable(uri: string): KnownKeys | undefined {
    const known = this.known.get(uri);
    return known !== undefined && this.age(known) < LONGEST_STALE_MS ? known : undefined;
  }

  private isDue(known: KnownKeys): boolean {
    return this.age(known) >= REFRESH_MS;
  }

  private age({ fetchedAtMs }: KnownKeys): number {
    return this.clock.monotonicMs() - fetchedAtMs;
  }

  private fetchOnce(uri: string): Promise<void> {
    const running = this.fetching.get(uri);
    if (running !== undefined) return running;
    const nowMs = this.clock.monotonicMs();
    if (nowMs - (this.triedAtMs.get(uri) ?? -Infinity) < COOLDOWN_MS) return Promise.resolve();
    this.triedAtMs.set(uri, nowMs);
    const fetch = this.fetch(uri, nowMs).finally(() => this.fetching.delete(uri));
    this.fetching.set(uri, fetch);
    return fetch;
  }

  private async fetch(uri: string, fetchedAtMs: number): Promise<void> {
    const { keys } = (await this.sourceOf(uri)()) as { readonly keys: unknown };
    if (!Array.isArray(keys)) throw new Error('The document is not a key set.');
    this.known.set(uri, { keys, fetchedAtMs });
  }
}
