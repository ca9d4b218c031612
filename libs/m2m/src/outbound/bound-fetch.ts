import { boundUrl } from './bound-url.js';
import { startDeadline, type Deadline } from './deadline.js';
import { isInvalidTokenChallenge } from './invalid-token-challenge.js';
import type { OutboundCall, OwnHeaders } from './outbound-call.js';
import { isReplayableBody } from './replayable-body.js';
import { isRedirect, TargetRedirected, TargetTimeout, TargetUnreachable } from './target.errors.js';

/**
 * Calls a target with the platform's fetch.
 *
 * The deadline covers everything up to the headers of the answer. A redirect is never followed.
 */
export async function boundFetch(
  call: OutboundCall,
  path: string,
  init: RequestInit,
  timeoutMs: number,
): Promise<Response> {
  const signal = init.signal ?? undefined;
  const { base } = call;
  if (base === undefined) return call.refuseUnknown(signal);
  const url = boundUrl(base, path);
  const token = await call.token(signal);
  const deadline = startDeadline(timeoutMs, signal);
  try {
    return await call.traced(init.method ?? 'GET', async (trace) => {
      const answer = await send(call, url, init, { token, trace }, deadline);
      const second = await secondToken(call, answer, init, token);
      if (second === undefined) return answer;
      await answer.body?.cancel();
      return send(call, url, init, { token: second, trace }, deadline);
    });
  } catch (error) {
    if (deadline.isOver()) throw new TargetTimeout(call.target, timeoutMs, { cause: error });
    throw error;
  } finally {
    deadline.clear();
  }
}

async function send(
  { target }: OutboundCall,
  url: URL,
  init: RequestInit,
  own: OwnHeaders,
  { signal }: Deadline,
): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.delete('host');
  for (const [name, value] of Object.entries(own.trace)) headers.set(name, value);
  headers.set('authorization', `Bearer ${own.token}`);
  const answer = await fetch(url, { ...init, headers, redirect: 'manual', signal }).catch(
    (error: unknown) => {
      const { cause } = error as Error; // a mistake in the request itself has none
      if (signal.aborted || cause === undefined) throw error;
      throw new TargetUnreachable(target, reasonOf(cause), { cause: error });
    },
  );
  if (!isRedirect(answer.status)) return answer;
  await answer.body?.cancel();
  throw new TargetRedirected(target, answer.status);
}

async function secondToken(
  call: OutboundCall,
  answer: Response,
  init: RequestInit,
  token: string,
): Promise<string | undefined> {
  if (answer.status !== 401 || !isReplayableBody(init.body)) return undefined;
  if (!isInvalidTokenChallenge(answer.headers.get('www-authenticate'))) return undefined;
  return call.secondToken(token, init.method ?? 'GET');
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
}
