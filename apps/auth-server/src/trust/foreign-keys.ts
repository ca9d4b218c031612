import type { Clock, KeySource } from '@app/m2m';

type Keys = readonly unknown[];

interface KnownKeys {
  readonly keys: Keys;
  readonly fetchedAtMs: number;
}

/** Age from which keys are fetched again. */
const REFRESH_MS = 300_000;

/** Least time between two fetches from one place, whatever the tokens name. */
const COOLDOWN_MS = 30_000;

/** Age up to which the last keys count while no newer ones can be had. */
const LONGEST_STALE_MS = 86_400_000;

/** The keys of another party were never fetched, and cannot be now. */
export class ForeignKeysUnavailable extends Error {
  readonly code = 'M2M_FOREIGN_KEYS_UNAVAILABLE';

  constructor(options: ErrorOptions) {
    super(
      'The key set of the other party cannot be fetched, so its token cannot be checked.',
      options,
    );
    this.name = 'ForeignKeysUnavailable';
  }
}

/**
 * The key sets of other parties, in memory. One fetch at a time per place; a key that is not in the
 * set causes one fetch per cooldown at most, however many are made up.
 */
export class ForeignKeys {
  private readonly known = new Map<string, KnownKeys>();
  private readonly fetching = new Map<string, Promise<void>>();
  private readonly triedAtMs = new Map<string, number>();
  private readonly failures = new Map<string, unknown>();

  constructor(
    private readonly clock: Clock,
    private readonly sourceOf: (place: string) => KeySource,
  ) {}

  /**
   * The keys of one place; fetched anew when they have aged, or when the one that is needed is not
   * among them.
   *
   * @throws {ForeignKeysUnavailable} There are none, and none can be had.
   */
  async keysAt(place: string, isAmongThem: (keys: Keys) => boolean): Promise<Keys> {
    const before = this.usable(place);
    if (before !== undefined && !this.isDue(before) && isAmongThem(before.keys)) return before.keys;
    await this.fetchOnce(place);
    const after = this.usable(place);
    if (after !== undefined) return after.keys;
    throw new ForeignKeysUnavailable({ cause: this.failures.get(place) });
  }

  private usable(place: string): KnownKeys | undefined {
    const known = this.known.get(place);
    return known !== undefined && this.age(known) < LONGEST_STALE_MS ? known : undefined;
  }

  private isDue(known: KnownKeys): boolean {
    return this.age(known) >= REFRESH_MS;
  }

  private age({ fetchedAtMs }: KnownKeys): number {
    return this.clock.monotonicMs() - fetchedAtMs;
  }

  /** Joins the fetch under way, or starts one if the last is long enough ago; never rejects. */
  private fetchOnce(place: string): Promise<void> {
    const running = this.fetching.get(place);
    if (running !== undefined) return running;
    const nowMs = this.clock.monotonicMs();
    if (nowMs - (this.triedAtMs.get(place) ?? -Infinity) < COOLDOWN_MS) return Promise.resolve();
    this.triedAtMs.set(place, nowMs);
    const fetch = this.fetch(place, nowMs).finally(() => this.fetching.delete(place));
    this.fetching.set(place, fetch);
    return fetch;
  }

  private async fetch(place: string, fetchedAtMs: number): Promise<void> {
    try {
      const { keys } = (await this.sourceOf(place)()) as { readonly keys: unknown };
      if (!Array.isArray(keys)) throw new TypeError('The document is not a key set.');
      this.known.set(place, { keys, fetchedAtMs });
      this.failures.delete(place);
    } catch (error) {
      this.failures.set(place, error);
    }
  }
}
