import { CoreIncompatible, CoreUnavailable } from '../core-unavailable.error.js';
import type { CallDeadline } from './call-deadline.js';
import { CoreClient, type CoreRequest } from './core-client.js';
import { CoreHosts } from './core-hosts.js';
import type {
  CoreJwtAnswer,
  CoreJwtRequest,
  CoreKeysAnswer,
  CoreTransport,
} from './core-transport.port.js';

/** The version of the core's interface that this release of the SDK speaks. */
export const CDI_VERSION = '5.4';

/** How to reach the cores. */
export interface PooledTransportOptions {
  /** One or more base URLs separated by `;`. */
  readonly connectionUri: string;
  readonly apiKey?: string;
  /** Deadline of one call, in milliseconds. */
  readonly timeoutMs: number;
  /** The application that is served; a core is told when it is asked for its versions. */
  readonly publicUrl: string;
}

/** Sends a core the requests that the SDK would send, over connections that are kept. */
export class PooledTransport implements CoreTransport {
  readonly #hosts: CoreHosts;
  readonly #client: CoreClient;
  readonly #key: Readonly<Record<string, string>>;
  readonly #versions: CoreRequest;
  #negotiated: Promise<void> | undefined;

  constructor({ connectionUri, apiKey, timeoutMs, publicUrl }: PooledTransportOptions) {
    this.#hosts = new CoreHosts(connectionUri, timeoutMs);
    this.#client = new CoreClient(this.#hosts);
    this.#key = apiKey === undefined ? {} : { 'api-key': apiKey };
    const query = new URLSearchParams({ apiDomain: publicUrl, websiteDomain: publicUrl });
    this.#versions = {
      method: 'GET',
      path: `/apiversion?${query.toString()}`,
      headers: this.#key,
    };
  }

  async createJwt(request: CoreJwtRequest, deadline: CallDeadline): Promise<CoreJwtAnswer | null> {
    const answer = await this.#call(deadline, {
      method: 'POST',
      path: '/recipe/jwt',
      headers: { 'content-type': 'application/json; charset=utf-8', rid: 'jwt' },
      body: JSON.stringify(request),
    });
    return answer as CoreJwtAnswer | null;
  }

  async jwks(deadline: CallDeadline): Promise<CoreKeysAnswer | null> {
    const request = { method: 'GET', path: '/.well-known/jwks.json', headers: {} } as const;
    return (await this.#call(deadline, request)) as CoreKeysAnswer | null;
  }

  close(): Promise<void> {
    return this.#hosts.close();
  }

  async #call(deadline: CallDeadline, request: CoreRequest): Promise<unknown> {
    await (this.#negotiated ??= this.#negotiate(deadline));
    const headers = { 'cdi-version': CDI_VERSION, ...request.headers, ...this.#key };
    return this.#client.send({ ...request, headers }, deadline);
  }

  /** Happens once, with the first call; again with the next one after it failed. */
  async #negotiate(deadline: CallDeadline): Promise<void> {
    try {
      const answer = await this.#client.send(this.#versions, deadline);
      const versions = (answer as { versions?: unknown } | null)?.versions;
      if (!Array.isArray(versions)) throw new CoreUnavailable('nonsense');
      if (!versions.includes(CDI_VERSION)) throw new CoreIncompatible();
    } catch (error) {
      this.#negotiated = undefined;
      throw error;
    }
  }
}
