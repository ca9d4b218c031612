import { boundUrl } from './bound-url.js';
import { startDeadline, type Deadline } from './deadline.js';
import type { OutboundCall, OwnHeaders } from './outbound-call.js';
import { isReplayableBody } from './replayable-body.js';
import { isRedirect, TargetRedirected, TargetTimeout, TargetUnreachable } from './target.errors.js';
import type { HeldToken } from './token-cache.js';

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
  const method = init.method ?? 'GET';
  try {
    return await call.traced(method, async (trace) => {
      const attempt = (shown: HeldToken) =>
        send(call, url, init, call.headers(shown, trace, method, url.href), deadline);
      const answer = await attempt(token);
      const second = await secondToken(call, answer, init, { url: url.href, token });
      if (second === undefined) return answer;
      await answer.body?.cancel();
      return attempt(second);
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
  headers.set('authorization', own.authorization);
  headers.delete('dpop');
  if (own.dpop !== undefined) headers.set('dpop', own.dpop);
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
  { url, token }: { readonly url: string; readonly token: HeldToken },
): Promise<HeldToken | undefined> {
  if (answer.status !== 401 || !isReplayableBody(init.body)) return undefined;
  const challenge = answer.headers.get('www-authenticate');
  const nonce = answer.headers.get('dpop-nonce');
  return call.secondToken(token, { url, method: init.method ?? 'GET', challenge, nonce });
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
}
