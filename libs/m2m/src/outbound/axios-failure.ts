import { isAxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { isRedirect, TargetRedirected, TargetUnreachable } from './target.errors.js';

/** Failures that are the application's own doing, or that it asked for. */
const OWN_DOING = new Set([
  'ERR_CANCELED',
  'ERR_BAD_OPTION',
  'ERR_BAD_OPTION_VALUE',
  'ERR_BAD_REQUEST',
  'ERR_NOT_SUPPORT',
  'ERR_INVALID_URL',
]);

/**
 * The error of a call as the application sees it: typed when no complete answer came, or a redirect;
 * any other bad status stays the `AxiosError` that applications know.
 */
export function typedFailure(target: string, error: unknown): unknown {
  if (!isAxiosError(error)) return error;
  const { response, code } = error;
  if (response !== undefined && error.config?.validateStatus?.(response.status) === false) {
    return isRedirect(response.status) ? new TargetRedirected(target, response.status) : error;
  }
  if (code !== undefined && OWN_DOING.has(code)) return error;
  const reason = code === 'ERR_BAD_RESPONSE' ? error.message : code;
  return new TargetUnreachable(target, reason ?? 'the connection failed', { cause: error });
}

/**
 * Takes out of a response or an axios error what holds the token: the config that was sent, and node's
 * request, which keeps its headers.
 *
 * @returns the response, also the one inside an error
 */
export function hideToken(
  outcome: unknown,
  config: InternalAxiosRequestConfig,
): AxiosResponse | undefined {
  const holder = outcome as { config?: unknown; request?: unknown; response?: AxiosResponse };
  if (typeof outcome !== 'object' || outcome === null) return undefined;
  holder.config = withoutAgents(config);
  holder.request = undefined;
  if (isAxiosError(outcome)) {
    return outcome.response && hideToken(outcome.response, config);
  }
  return outcome as AxiosResponse;
}

/** An agent of the application holds sockets, and these the headers that were sent. */
function withoutAgents(config: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
  if (config.httpAgent === undefined && config.httpsAgent === undefined) return config;
  return { ...config, httpAgent: undefined, httpsAgent: undefined };
}
