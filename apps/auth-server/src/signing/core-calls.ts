import { CoreUnavailable } from './core-unavailable.error.js';
import { CallDeadline } from './transport/call-deadline.js';

/** About as many as a core on two cores of CPU can answer within the default deadline, halved. */
const MAX_CALLS_IN_FLIGHT = 2048;

/**
 * Runs calls to the core with a deadline each and a bound on how many may be under way at once, so
 * that a hung core costs callers the deadline and this process a fixed amount of memory.
 */
export class CoreCalls {
  #inFlight = 0;

  constructor(
    private readonly timeoutMs: number,
    private readonly maxInFlight = MAX_CALLS_IN_FLIGHT,
  ) {}

  /**
   * Rejects at the deadline at the latest, whether or not the call heeds it.
   *
   * @throws {CoreUnavailable} The call took too long, too many are under way, or it said so itself.
   */
  async run<Answer>(call: (deadline: CallDeadline) => Promise<Answer>): Promise<Answer> {
    if (this.#inFlight >= this.maxInFlight) throw new CoreUnavailable('overloaded');
    this.#inFlight += 1;
    const deadline = new CallDeadline(this.timeoutMs);
    try {
      return await new Promise<Answer>((resolve, reject) => {
        deadline.once('abort', () => reject(deadline.reason));
        call(deadline)
          .finally(() => {
            this.#inFlight -= 1;
          })
          .then(resolve, reject);
      });
    } finally {
      deadline.clear();
    }
  }
}
