import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { OutboundCall, OwnHeaders } from './outbound-call.js';
import { pooledPath } from './pooled-path.js';
import { pooledFailure } from './pooled-failure.js';
import { isReplayableBody } from './replayable-body.js';
import { isRedirect, TargetRedirected } from './target.errors.js';
import type { TargetPools } from './target-pools.js';
import type { HeldToken } from './token-cache.js';

/** What a call through the pooled door says, beside its target and path. */
export interface PooledRequest {
  /** Default `GET`. */
  readonly method?: Dispatcher.HttpMethod | undefined;
  /** `Authorization` and `Host` among them are replaced. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A stream is sent once: such a call has no second try. */
  readonly body?: string | Uint8Array | Readable | undefined;
  /** Ends this call; a token request that others share goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** The answer of a target; its `body` must be read (`json()`, `text()`, …) or `dump()`ed. */
export type PooledResponse = Dispatcher.ResponseData;

/** Sends a call over the pool of its target, with the rules of the other doors. */
export async function pooledRequest(
  call: OutboundCall,
  pools: TargetPools,
  path: string,
  request: PooledRequest,
  timeoutMs: number,
): Promise<PooledResponse> {
  const { base } = call;
  if (base === undefined) return call.refuseUnknown(request.signal);
  const method = request.method ?? 'GET';
  const pool = pools.of(call.target, base);
  const sentPath = pooledPath(base, path);
  const token = await call.token(request.signal);
  const url = base.origin + sentPath;
  const send = (shown: HeldToken, trace: OwnHeaders['trace']) =>
    pool.request({
      path: sentPath,
      method,
      headers: headersOf(call.headers(shown, trace, method, url), request.headers),
      body: request.body ?? null,
      signal: request.signal ?? null,
    });
  try {
    return await call.traced(method, async (trace) => {
      const answer = await send(token, trace);
      if (answer.statusCode < 300) return answer;
      const second = await secondToken(call, answer, request, { url, token });
      if (second === undefined) return await judged(call, answer);
      await answer.body.dump();
      return judged(call, await send(second, trace));
    });
  } catch (error) {
    throw pooledFailure(call.target, error, request.signal, timeoutMs);
  }
}

/** What the application cannot say for itself. */
const NOT_GIVEN = new Set(['authorization', 'dpop', 'host']);

/** Everything that is not the library's to set, then what is. */
function headersOf(own: OwnHeaders, given: PooledRequest['headers'] = {}): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const lower = name.toLowerCase();
    if (!NOT_GIVEN.has(lower)) headers[lower] = value;
  }
  for (const [name, value] of Object.entries(own.trace)) headers[name.toLowerCase()] = value;
  headers['authorization'] = own.authorization;
  if (own.dpop !== undefined) headers['dpop'] = own.dpop;
  return headers;
}

async function secondToken(
  call: OutboundCall,
  { statusCode, headers }: PooledResponse,
  { body, method }: PooledRequest,
  { url, token }: { readonly url: string; readonly token: HeldToken },
): Promise<HeldToken | undefined> {
  if (statusCode !== 401 || !isReplayableBody(body)) return undefined;
  const said = (name: string) => [headers[name] ?? ''].flat().join(', ');
  const refusal = { challenge: said('www-authenticate'), nonce: said('dpop-nonce') };
  return call.secondToken(token, { url, method: method ?? 'GET', ...refusal });
}

async function judged(call: OutboundCall, answer: PooledResponse): Promise<PooledResponse> {
  if (!isRedirect(answer.statusCode)) return answer;
  await answer.body.dump();
  throw new TargetRedirected(call.target, answer.statusCode);
}
