import { Readable } from 'node:stream';
import {
  AxiosHeaders,
  CanceledError,
  getAdapter,
  type AxiosAdapter,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import { AxiosDeadline } from './axios-deadline.js';
import { hideToken, typedFailure } from './axios-failure.js';
import { axiosRequest, limitOf, type Attempt, type CallSettings } from './axios-request.js';
import { cappedStream } from './capped-stream.js';
import { startDeadline } from './deadline.js';
import type { OutboundCall, OwnHeaders } from './outbound-call.js';
import { isReplayableBody } from './replayable-body.js';
import { TargetTimeout } from './target.errors.js';
import type { HeldToken } from './token-cache.js';

/** Settles on the URL of a request, or throws `TargetUrlNotAllowed`. */
export type UrlRule = (base: URL, config: InternalAxiosRequestConfig) => string;

/**
 * An axios adapter that attaches the token of one target and can reach nothing else.
 *
 * It is the last step before the network, so no interceptor, transform or option of a request gets
 * past it: the URL is checked, redirects and proxies are off, an `Authorization`, `auth` or `Host` of
 * the application is replaced. The token is in the copy of the config that goes to `send`, never in what
 * the application gets back, so that a logged response or error does not contain it.
 */
export function boundAdapter(
  call: OutboundCall,
  send: AxiosAdapter,
  urlOf: UrlRule,
  settings: CallSettings,
): AxiosAdapter {
  const isAxiosOwn = send === getAdapter('http');
  return async (config) => {
    const signal = config.signal as AbortSignal | undefined;
    const { base } = call;
    if (base === undefined) return call.refuseUnknown(signal);
    const url = urlOf(base, config);
    const token = await call.token(signal).catch((error: unknown) => {
      throw signal?.aborted === true ? new CanceledError(undefined, undefined, config) : error;
    });
    const timeoutMs = limitOf(config.timeout, settings.callTimeoutMs);
    const maxBytes = limitOf(config.maxContentLength, settings.maxResponseBytes);
    const deadline = isAxiosOwn
      ? new AxiosDeadline(timeoutMs, signal)
      : startDeadline(timeoutMs, signal);
    try {
      return await call.traced(methodOf(config), async (trace) => {
        const attempt = { url, trace, signal: deadline.signal, maxBytes };
        const { response, error } = await sendTwiceAtMost(
          call,
          config,
          { ...attempt, token },
          (own) => send(axiosRequest(config, { ...attempt, own }, settings)),
        );
        if (error === undefined && response !== undefined) return response;
        if (deadline.isOver()) throw new TargetTimeout(call.target, timeoutMs, { cause: error });
        throw typedFailure(call.target, error);
      });
    } finally {
      deadline.clear();
    }
  };
}

/** A response, or an error with the response that it is about, if there was one. */
interface Outcome {
  readonly response?: AxiosResponse | undefined;
  readonly error?: unknown;
}

/** What both tries of a call have in common, and the token of the first. */
interface Tries extends Pick<Attempt, 'url' | 'maxBytes'>, Pick<OwnHeaders, 'trace'> {
  readonly token: HeldToken;
}

async function sendTwiceAtMost(
  call: OutboundCall,
  config: InternalAxiosRequestConfig,
  { url, trace, maxBytes, token }: Tries,
  send: (own: OwnHeaders) => Promise<AxiosResponse>,
): Promise<Outcome> {
  const attempt = (shown: HeldToken) => {
    const own = call.headers(shown, trace, methodOf(config), url);
    return outcomeOf(send(own), call.target, config, maxBytes);
  };
  const first = await attempt(token);
  const second = await secondToken(call, first.response, config, { url, token });
  if (second === undefined) return first;
  if (first.response?.data instanceof Readable) first.response.data.destroy();
  return attempt(second);
}

async function outcomeOf(
  sent: Promise<AxiosResponse>,
  target: string,
  config: InternalAxiosRequestConfig,
  maxBytes: number,
): Promise<Outcome> {
  const outcome = await sent.then(
    (answer) => ({ response: hideToken(answer, config) }),
    (error: unknown) => ({ error, response: hideToken(error, config) }),
  );
  const { response } = outcome;
  if (response?.data instanceof Readable) {
    response.data = cappedStream(target, response.data, maxBytes);
  }
  return outcome;
}

async function secondToken(
  call: OutboundCall,
  response: AxiosResponse | undefined,
  config: InternalAxiosRequestConfig,
  { url, token }: Pick<Tries, 'url' | 'token'>,
): Promise<HeldToken | undefined> {
  if (response?.status !== 401 || !isReplayableBody(config.data)) return undefined;
  const headers = AxiosHeaders.from(response.headers as AxiosHeaders);
  const text = (name: string) => String(headers.get(name) ?? '');
  const said = { challenge: text('www-authenticate'), nonce: text('dpop-nonce') };
  return call.secondToken(token, { url, method: methodOf(config), ...said });
}

function methodOf({ method = 'get' }: InternalAxiosRequestConfig): string {
  return method.toUpperCase();
}
