import { classifyCoreError } from './classify-core-error.js';
import { CoreUnavailable } from './core-unavailable.error.js';

/** The SDK cannot abort a request, so calls that a hung core never answers are counted instead. */
const MAX_UNSETTLED_CALLS = 256;

/**
 * Runs calls to the core with a deadline each and a bound on how many may be unsettled at once,
 * so that a hung core costs callers the deadline and this process a fixed amount of memory.
 */
export class CoreCalls {
  #unsettled = 0;

  constructor(
    private readonly timeoutMs: number,
    private readonly maxUnsettled = MAX_UNSETTLED_CALLS,
  ) {}

  /** @throws {CoreUnavailable} The call failed, took too long, or too many are unsettled. */
  async run<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    if (this.#unsettled >= this.maxUnsettled) throw new CoreUnavailable('overloaded');
    this.#unsettled += 1;
    const answer = (async () => call())().finally(() => {
      this.#unsettled -= 1;
    });
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new CoreUnavailable('too_slow')), this.timeoutMs);
    });
    try {
      return await Promise.race([answer, deadline]);
    } catch (error) {
      throw classifyCoreError(error);
    } finally {
      clearTimeout(timer);
    }
  }
}
