import type http from 'node:http';
import type https from 'node:https';
import {
  AxiosHeaders,
  CanceledError,
  type AxiosAdapter,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import { hideToken, typedFailure } from './axios-failure.js';
import { startDeadline } from './deadline.js';
import { isInvalidTokenChallenge } from './invalid-token-challenge.js';
import type { OutboundCall, OwnHeaders } from './outbound-call.js';
import { isReplayableBody } from './replayable-body.js';
import { TargetTimeout } from './target.errors.js';

/** What all calls to targets have in common. */
export interface CallSettings {
  readonly callTimeoutMs: number;
  readonly maxResponseBytes: number;
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

/** Settles on the URL of a request, or throws `TargetUrlNotAllowed`. */
export type UrlRule = (base: URL, config: InternalAxiosRequestConfig) => URL;

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
  return async (config) => {
    const signal = config.signal as AbortSignal | undefined;
    const { base } = call;
    if (base === undefined) return call.refuseUnknown(signal);
    const url = urlOf(base, config);
    const token = await call.token(signal).catch((error: unknown) => {
      throw signal?.aborted === true ? new CanceledError(undefined, undefined, config) : error;
    });
    const timeoutMs = limitOf(config.timeout, settings.callTimeoutMs);
    const deadline = startDeadline(timeoutMs, signal);
    try {
      return await call.traced((config.method ?? 'get').toUpperCase(), async (trace) => {
        const attempt = (bearer: string): Promise<Outcome> =>
          outcomeOf(
            send(sendable(config, url, { token: bearer, trace }, deadline.signal, settings)),
            config,
          );
        const first = await attempt(token);
        const second = await secondToken(call, first.response, config, token);
        const { response, error } = second === undefined ? first : await attempt(second);
        if (error === undefined && response !== undefined) return response;
        if (deadline.isOver()) throw new TargetTimeout(call.target, timeoutMs, { cause: error });
        throw typedFailure(call.target, error);
      });
    } finally {
      deadline.clear();
    }
  };
}

interface Outcome {
  readonly response?: AxiosResponse | undefined;
  readonly error?: unknown;
}

async function outcomeOf(
  sent: Promise<AxiosResponse>,
  config: InternalAxiosRequestConfig,
): Promise<Outcome> {
  try {
    const response = await sent;
    hideToken(response, config);
    return { response };
  } catch (error) {
    return { error, response: hideToken(error, config) };
  }
}

function sendable(
  config: InternalAxiosRequestConfig,
  url: URL,
  own: OwnHeaders,
  signal: AbortSignal,
  settings: CallSettings,
): InternalAxiosRequestConfig {
  const { auth: _auth, baseURL: _baseUrl, socketPath: _path, ...rest } = config;
  const headers = new AxiosHeaders(config.headers);
  headers.delete('Host');
  headers.set(own.trace);
  headers.set('Authorization', `Bearer ${own.token}`, true);
  return {
    ...rest,
    url: url.href,
    headers,
    signal,
    timeout: 0,
    maxRedirects: 0,
    proxy: false,
    allowAbsoluteUrls: true,
    httpAgent: config.httpAgent ?? settings.httpAgent,
    httpsAgent: config.httpsAgent ?? settings.httpsAgent,
    maxContentLength: limitOf(config.maxContentLength, settings.maxResponseBytes),
  };
}

/** A limit of the call itself; axios has 0 and -1 for "none", which here means the default. */
function limitOf(given: number | undefined, otherwise: number): number {
  return given !== undefined && given > 0 ? given : otherwise;
}

async function secondToken(
  call: OutboundCall,
  response: AxiosResponse | undefined,
  config: InternalAxiosRequestConfig,
  token: string,
): Promise<string | undefined> {
  if (response?.status !== 401 || !isReplayableBody(config.data)) return undefined;
  const challenge = AxiosHeaders.from(response.headers as AxiosHeaders).get('www-authenticate');
  if (!isInvalidTokenChallenge(String(challenge))) return undefined;
  return call.secondToken(token, config.method ?? 'get');
}
