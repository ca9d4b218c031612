import { setTimeout as sleep } from 'node:timers/promises';
import { CoreUnavailable } from '../core-unavailable.error.js';
import type { CallDeadline } from './call-deadline.js';
import { CoreHosts, type CoreHost } from './core-hosts.js';
import { lostCall, unavailable } from './lost-call.js';
import { retryAfterMs } from './retry-after.js';

/** One request to whichever core answers. */
export interface CoreRequest {
  readonly method: 'GET' | 'POST';
  /** Behind the base path of the host. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Sends requests to one of several cores, over kept connections. A request goes to the host that
 * answered last, and to each of the others while it never left this process. One that was lost on
 * the way is sent once more: a key set is only read, and a signature that nobody saw does no harm.
 * Redirects are not followed: the API key is for this core only.
 */
export class CoreClient {
  constructor(private readonly hosts: CoreHosts) {}

  /** @throws {CoreUnavailable} No core answered with 200 and JSON before the deadline. */
  async send(request: CoreRequest, deadline: CallDeadline): Promise<unknown> {
    const [first, ...others] = this.hosts.inOrder();
    let host = first as CoreHost;
    let mayBeLost = true;
    for (;;) {
      try {
        return await this.#ask(host, request, deadline);
      } catch (error) {
        this.hosts.demote(host);
        const kind = lostCall(error);
        const next = others.shift() ?? (kind === 'lost' ? host : undefined);
        const isRetried = kind === 'not_sent' || (kind === 'lost' && mayBeLost);
        if (!isRetried || next === undefined) throw unavailable(error);
        mayBeLost &&= kind === 'not_sent';
        host = next;
      }
    }
  }

  /** Asks one host, again and again while it says 429 and there is time. */
  async #ask(
    { pool, basePath }: CoreHost,
    { path, ...request }: CoreRequest,
    deadline: CallDeadline,
  ): Promise<unknown> {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await pool.request({ ...request, path: basePath + path, signal: deadline });
      const text = await answer.body.text();
      if (answer.statusCode !== 429) return read(answer.statusCode, text);
      const waitMs = retryAfterMs(answer.headers['retry-after'], attempt, Date.now());
      if (waitMs === undefined || waitMs >= deadline.remainingMs) {
        throw new CoreUnavailable('overloaded');
      }
      await sleep(waitMs);
    }
  }
}

/** The core's own text goes no further than into `cause`. */
function refusal(status: number, text: string): CoreUnavailable {
  const cause = new Error(`The core answered ${status}: ${text.slice(0, 500)}`);
  return new CoreUnavailable(status === 401 ? 'refused_our_key' : 'nonsense', { cause });
}

function read(status: number, text: string): unknown {
  if (status !== 200) throw refusal(status, text);
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(status, text);
  }
}
