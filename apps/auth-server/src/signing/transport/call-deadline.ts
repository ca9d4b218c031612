import { EventEmitter } from 'node:events';
import { CoreUnavailable } from '../core-unavailable.error.js';

/**
 * When one call to the core has to be over: emits `abort` then, with {@link reason} set. Call `clear`
 * as soon as the call is over. The HTTP client takes it for its `signal`; an `AbortController` would
 * cost each call several times as much.
 */
export class CallDeadline extends EventEmitter<{ abort: [] }> {
  reason: CoreUnavailable | undefined;
  readonly #endsAtMs: number;
  readonly #timer: NodeJS.Timeout;

  /** Begins now. */
  constructor(timeoutMs: number) {
    super();
    this.#endsAtMs = performance.now() + timeoutMs;
    this.#timer = setTimeout(() => {
      this.reason = new CoreUnavailable('too_slow');
      this.emit('abort');
    }, timeoutMs);
  }

  get aborted(): boolean {
    return this.reason !== undefined;
  }

  get remainingMs(): number {
    return this.#endsAtMs - performance.now();
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
