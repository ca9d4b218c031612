import type { GenericAbortSignal } from 'axios';
import type { Deadline } from './deadline.js';

type Listener = (event?: unknown) => void;

/**
 * A deadline in the form that axios asks of a signal. It does what {@link startDeadline} does without
 * an `AbortController`, whose making and listening cost a call more than its timer does.
 *
 * For axios's own http adapter only: whatever hands its signal to the platform needs a real one.
 */
export class AxiosDeadline implements GenericAbortSignal, Deadline<GenericAbortSignal> {
  readonly signal = this;
  readonly #listeners = new Set<Listener>();
  readonly #given: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;
  #isOver = false;

  constructor(ms: number, given: AbortSignal | undefined) {
    this.#given = given;
    this.#timer = setTimeout(() => this.#end(), ms);
  }

  get aborted(): boolean {
    return this.#isOver || this.#given?.aborted === true;
  }

  addEventListener(type: 'abort', listener: Listener): void {
    this.#listeners.add(listener);
    this.#given?.addEventListener(type, listener);
  }

  removeEventListener(type: 'abort', listener: Listener): void {
    this.#listeners.delete(listener);
    this.#given?.removeEventListener(type, listener);
  }

  isOver(): boolean {
    return this.#isOver;
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  #end(): void {
    this.#isOver = true;
    for (const listener of this.#listeners) listener();
  }
}
