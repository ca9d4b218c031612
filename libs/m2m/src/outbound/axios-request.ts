import type http from 'node:http';
import type https from 'node:https';
import { AxiosHeaders, type GenericAbortSignal, type InternalAxiosRequestConfig } from 'axios';
import type { OwnHeaders } from './outbound-call.js';

/** What all calls to targets have in common. */
export interface CallSettings {
  readonly callTimeoutMs: number;
  readonly maxResponseBytes: number;
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

/** What one attempt adds to the request of the application. */
export interface Attempt {
  readonly url: string;
  readonly own: OwnHeaders;
  readonly signal: GenericAbortSignal;
  readonly maxBytes: number;
}

/** What axios takes for an option that was not given, though its types do not. */
const NOTHING = undefined as never;

/**
 * The copy of a request that is sent, with the token in it.
 *
 * What could lead the token elsewhere is taken out or switched off. axios does not limit streamed
 * answers, because its error would carry this very copy.
 */
export function axiosRequest(
  config: InternalAxiosRequestConfig,
  { url, own, signal, maxBytes }: Attempt,
  { httpAgent, httpsAgent }: CallSettings,
): InternalAxiosRequestConfig {
  const headers = Object.assign(new AxiosHeaders(), config.headers);
  headers.delete('Host');
  headers.set(own.trace);
  headers.set('Authorization', own.authorization, true);
  headers.delete('DPoP');
  if (own.dpop !== undefined) headers.set('DPoP', own.dpop);
  // A copy whose members are overwritten one by one keeps the shape that axios reads fast.
  const sent: Partial<InternalAxiosRequestConfig> = { ...config };
  sent.auth = NOTHING;
  sent.baseURL = NOTHING;
  sent.socketPath = NOTHING;
  sent.url = url;
  sent.signal = signal;
  sent.timeout = 0;
  sent.maxRedirects = 0;
  sent.proxy = false;
  sent.allowAbsoluteUrls = true;
  sent.httpAgent ??= httpAgent as unknown;
  sent.httpsAgent ??= httpsAgent as unknown;
  sent.maxContentLength = config.responseType === 'stream' ? -1 : maxBytes;
  return Object.assign(sent, { headers });
}

/** A limit of the call itself; axios has 0 and -1 for "none", which here means the default. */
export function limitOf(given: number | undefined, otherwise: number): number {
  return given !== undefined && given > 0 ? given : otherwise;
}
