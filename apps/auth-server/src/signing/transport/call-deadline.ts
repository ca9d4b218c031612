import { CoreUnavailable } from '../core-unavailable.error.js';

/** When one call to the core has to be over. Call `clear` as soon as it is. */
export class CallDeadline {
  readonly #endsAtMs: number;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  /** Begins now. */
  constructor(timeoutMs: number) {
    this.#endsAtMs = performance.now() + timeoutMs;
    const abort = () => this.#controller.abort(new CoreUnavailable('too_slow'));
    this.#timer = setTimeout(abort, timeoutMs);
  }

  /** Aborts the call at the deadline, with a `CoreUnavailable` as its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get remainingMs(): number {
    return this.#endsAtMs - performance.now();
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
