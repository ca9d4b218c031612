import type { TokenClientService } from '../outbound/token-client.service.js';
import type { TokenFlaw } from './token-flaws.js';
import type { TokenMint } from './token-mint.js';

/** What a test may ask of a token. */
export interface TestTokenRequest {
  /** Scopes to ask for; none asks for all that the edge has. */
  readonly scopes?: readonly string[] | undefined;
  /** One thing to be wrong with the token. A flawed token is forged: the policy is not asked. */
  readonly flaw?: TokenFlaw | undefined;
  /** Claims to replace; undefined leaves one out. Such a token is forged, too. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

/** A call of a test: what `fetch` takes, and what the token is like. */
export type TestCall = RequestInit & TestTokenRequest;

/** A microservice that a test speaks for, with a real token client of its own. */
export class TestCaller {
  /** @internal Made by `M2MTestKit`. */
  constructor(
    /** The microservice that the test speaks for. */
    readonly name: string,
    private readonly client: TokenClientService,
    private readonly mint: TokenMint,
    private readonly send: (target: string, path: string, init: RequestInit) => Promise<Response>,
  ) {}

  /**
   * A token for `target`: from the token client, so that policy, cache and faults count, unless a
   * flaw or claims are ordered.
   *
   * @throws EdgeNotAllowed, AuthServerUnreachable and whatever else stops a real call
   */
  token(target: string, request: TestTokenRequest = {}): Promise<string> {
    const { scopes, flaw, claims } = request;
    if (!isForged(request)) return this.client.getToken(target, { scope: scopes });
    return this.mint.mint({ caller: this.name, target, scopes, flaw, claims });
  }

  /** The headers of a call to `target`, for a test client of one's own (`app.inject`, supertest). */
  async headers(
    target: string,
    request: TestTokenRequest = {},
  ): Promise<{
    /** `Bearer` and the token. */
    readonly authorization: string;
  }> {
    return { authorization: `Bearer ${await this.token(target, request)}` };
  }

  /**
   * Calls an application under test (or a stub) over HTTP, as `fetch` would.
   *
   * @throws what {@link token} throws; nothing is sent then
   */
  async call(target: string, path: string, call: TestCall = {}): Promise<Response> {
    const { scopes, flaw, claims, ...init } = call;
    const request = { scopes, flaw, claims };
    if (!isForged(request)) return this.client.fetch(target, path, { ...init, scope: scopes });
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await this.token(target, request)}`);
    return this.send(target, path, { ...init, headers });
  }
}

const isForged = ({ flaw, claims }: TestTokenRequest): boolean =>
  flaw !== undefined || claims !== undefined;
