import http from 'node:http';
import https from 'node:https';
import { HttpService } from '@nestjs/axios';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { getAdapter, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios';
import { LRUCache } from 'lru-cache';
import { isMicroserviceName } from '../shared/microservice-name.js';
import type { M2MMicroservice } from '../shared/names.js';
import { AccessTokens } from './access-tokens.js';
import type { CallSettings } from './axios-request.js';
import { boundAdapter } from './bound-adapter.js';
import { boundFetch } from './bound-fetch.js';
import { ownInstanceUrl, strictUrl } from './bound-axios-url.js';
import { OutboundCall } from './outbound-call.js';
import type { ResolvedOutboundOptions } from './outbound-options.js';
import { RESOLVED_OUTBOUND_OPTIONS } from './outbound.module-definition.js';
import { pooledRequest, type PooledRequest, type PooledResponse } from './pooled-request.js';
import { TargetInvalid } from './target.errors.js';
import { TargetPools } from './target-pools.js';
import { normalizeScope, type ScopeInput } from './token-key.js';
import type { TokenSnapshot } from './token-snapshot.js';

/** What a call may ask for beside its target. */
export interface ScopeRequest {
  /** Scopes to ask for, in any order; none by default. */
  readonly scope?: ScopeInput | undefined;
}

/** What a single token request may say. */
export interface TokenRequest extends ScopeRequest {
  /** Ends the wait of this caller; the request itself, which others may share, goes on. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls other microservices.
 *
 * Every door refuses a target that is no microservice name with `TargetInvalid`, sends nothing
 * without a token, and throws a `TokenRequestError` (`M2M_EDGE_NOT_ALLOWED`,
 * `M2M_AUTH_SERVER_UNREACHABLE`, `M2M_CREDENTIAL_…`) that says why there is none.
 */
@Injectable()
export class TokenClientService implements OnApplicationShutdown {
  readonly #settings: CallSettings;
  readonly #instances: LRUCache<string, AxiosInstance>;
  readonly #pools: TargetPools;

  /** @internal Made by Nest. */
  constructor(
    @Inject(RESOLVED_OUTBOUND_OPTIONS) private readonly options: ResolvedOutboundOptions,
    private readonly tokens: AccessTokens,
    private readonly httpService: HttpService,
  ) {
    const { callTimeoutMs, maxResponseBytes, maxTokens } = options;
    this.#instances = new LRUCache({ max: maxTokens });
    this.#pools = new TargetPools(options);
    this.#settings = {
      callTimeoutMs,
      maxResponseBytes,
      httpAgent: new http.Agent({ keepAlive: true }),
      httpsAgent: new https.Agent({ keepAlive: true }),
    };
  }

  /**
   * An access token for a target, for transports that this library does not know.
   *
   * Never an expired one. The token is opaque: only the target may look into it (RFC 9068 §6).
   */
  async getToken(target: M2MMicroservice, request: TokenRequest = {}): Promise<string> {
    const scope = checked(target, request);
    return this.tokens.get(target, scope, request.signal);
  }

  /**
   * An axios instance bound to the target's base URL, the same one at every call.
   *
   * Give paths such as `/hello`: an absolute URL, another `baseURL` or a `..` is refused with
   * `TargetUrlNotAllowed` before anything is sent. Redirects and proxies are off, an `Authorization`
   * header of the application is replaced, answers are limited to `maxResponseBytes` (or to the call's
   * own `maxContentLength`), and a call to `callTimeoutMs` (or to its own `timeout`; the body of a
   * streamed answer is not timed). A 401 `invalid_token` is followed by one second try. Rejects with
   * `TargetUnreachable`, `TargetTimeout`, `TargetRedirected`, or an `AxiosError` for another status
   * outside 200 to 299; none of them contains the token.
   */
  for(target: M2MMicroservice, request: ScopeRequest = {}): AxiosInstance {
    const call = this.#call(target, request);
    const key = `${target}\n${call.scope}`;
    const known = this.#instances.get(key);
    if (known !== undefined) return known;
    const { axiosRef } = this.httpService;
    const instance = axiosRef.create({
      ...(call.base === undefined ? {} : { baseURL: call.base.href }),
      adapter: boundAdapter(call, getAdapter('http'), strictUrl, this.#settings),
      allowAbsoluteUrls: false,
      maxRedirects: 0,
      proxy: false,
    });
    if (call.base !== undefined) this.#instances.set(key, instance);
    return instance;
  }

  /**
   * Calls a target with the platform's fetch, with the rules of {@link for}; `init.redirect` is
   * ignored and a redirect is `TargetRedirected`. Every other status is an answer, not an error. The
   * body of the answer is limited neither in size nor in time: that is up to whoever reads it.
   */
  async fetch(
    target: M2MMicroservice,
    path: string,
    init: RequestInit & ScopeRequest = {},
  ): Promise<Response> {
    const { scope, ...rest } = init;
    return boundFetch(this.#call(target, { scope }), path, rest, this.options.callTimeoutMs);
  }

  /**
   * Calls a target over its own pool of connections, with the rules of {@link for}: the cheapest door.
   *
   * The deadline covers connecting and the wait for the headers; the body is limited to
   * `maxResponseBytes` and must be read or dumped. Every status but a redirect is an answer.
   */
  async request(
    target: M2MMicroservice,
    path: string,
    request: PooledRequest & ScopeRequest = {},
  ): Promise<PooledResponse> {
    const call = this.#call(target, request);
    return pooledRequest(call, this.#pools, path, request, this.options.callTimeoutMs);
  }

  /**
   * A request interceptor that makes one's own axios instance call one target, with the rules of
   * {@link for}: `own.interceptors.request.use(m2m.interceptor('m2'))`.
   *
   * The instance may have a `baseURL` of its own, or use absolute URLs, as long as every request
   * stays below the base URL of the target.
   */
  interceptor(
    target: M2MMicroservice,
    request: ScopeRequest = {},
  ): (config: InternalAxiosRequestConfig) => InternalAxiosRequestConfig {
    const call = this.#call(target, request);
    return (config) => {
      const send = getAdapter(typeof config.adapter === 'function' ? config.adapter : 'http');
      return { ...config, adapter: boundAdapter(call, send, ownInstanceUrl, this.#settings) };
    };
  }

  /** Forgets the tokens of a target, and that it was refused; a fetch under way changes nothing. */
  invalidate(target: M2MMicroservice): void {
    this.tokens.invalidate(target);
  }

  /** What is known of each token, for health checks; never a token. */
  snapshot(): readonly TokenSnapshot[] {
    return this.tokens.snapshot();
  }

  /** Closes idle connections. */
  onApplicationShutdown(): void {
    this.tokens.close();
    this.#settings.httpAgent.destroy();
    this.#settings.httpsAgent.destroy();
    void this.#pools.destroy();
  }

  #call(target: M2MMicroservice, request: ScopeRequest): OutboundCall {
    return new OutboundCall(this.options, this.tokens, target, checked(target, request));
  }
}

/** The normalised scope, once the target is known to be a name. */
function checked(target: M2MMicroservice, { scope }: ScopeRequest): string {
  if (!isMicroserviceName(target)) throw new TargetInvalid();
  return normalizeScope(scope);
}
