import { HttpService } from '@nestjs/axios';
import { DEFAULT_ISSUER } from '../shared/claims.js';
import { AccessTokens } from '../outbound/access-tokens.js';
import { resolveOutboundOptions } from '../outbound/resolve-outbound-options.js';
import { TokenClientService } from '../outbound/token-client.service.js';
import { FrozenClock } from './frozen-clock.js';
import { InProcessAuthServer } from './in-process-auth-server.js';
import { installKit, type OverridableBuilder } from './install-kit.js';
import { callingSubstitutes, type KitSeat } from './substitutes.js';
import { stubHandler, Switchboard, type StubAnswer, type StubRequest } from './switchboard.js';
import { TestCaller } from './test-caller.js';
import { TestKeys } from './test-keys.js';
import { TestPolicy, type TestPolicySpec } from './test-policy.js';
import { TokenMint } from './token-mint.js';

/** What a kit is told. Only the policy is needed. */
export interface M2MTestKitOptions {
  /** Who may call whom, as under `allow:` in `m2m.policy.yaml`. */
  readonly policy: TestPolicySpec;
  /** Issuer of the tokens. Default `auth-server`. */
  readonly issuer?: string;
  /** Life of a token in seconds. Default 1 800. */
  readonly lifetimeSec?: number;
  /** Age in seconds from which a token is renewed. Default 300. */
  readonly refreshSec?: number;
}

/**
 * An auth-server in the process of the test: a real signer, a policy, a clock that stands still and
 * buttons for what can go wrong. The guard and the token client under test are the real ones.
 *
 * @example
 * ```ts
 * const kit = await M2MTestKit.start({ policy: { m1: ['m2'] } });
 * const module = await Test.createTestingModule({
 *   imports: [M2MTestingModule.forRoot({ kit, name: 'm2' }), HelloModule],
 * }).compile();
 * const app = await module.createNestApplication(new FastifyAdapter()).init();
 *
 * (await kit.as('m1').call('m2', '/hello')).status; // 200
 * (await kit.as('m1').call('m2', '/hello', { flaw: 'expired' })).status; // 401
 * kit.authServer.goDown();
 * kit.clock.advance(25 * 60_000);
 * (await kit.as('m1').call('m2', '/hello')).status; // 200, with the token at hand
 * ```
 */
export class M2MTestKit {
  /** The time of everything that the kit is put into. */
  readonly clock = new FrozenClock();
  /** Who may call whom, and which edges were used. */
  readonly policy: TestPolicy;
  /** The fault buttons. */
  readonly authServer: InProcessAuthServer;
  readonly #callers = new Map<string, { caller: TestCaller; client: TokenClientService }>();
  readonly #mint: TokenMint;
  readonly #issuer: string;

  private constructor(
    options: M2MTestKitOptions,
    private readonly keys: TestKeys,
    private readonly board: Switchboard,
  ) {
    const { lifetimeSec = 1_800, refreshSec = 300, issuer = DEFAULT_ISSUER } = options;
    const { clock } = this;
    this.policy = new TestPolicy(options.policy);
    this.#issuer = issuer;
    this.#mint = new TokenMint(keys, clock, { lifetimeSec, issuer });
    this.authServer = new InProcessAuthServer({
      policy: this.policy,
      keys,
      mint: this.#mint,
      clock,
      lifetimeSec,
      refreshSec,
    });
  }

  /** Ready when its key is made: a fraction of a second once per process, then at once. */
  static async start(options: M2MTestKitOptions): Promise<M2MTestKit> {
    return new M2MTestKit(options, await TestKeys.create(), await Switchboard.open());
  }

  /** Speaks for a microservice; the same one, with the same tokens at hand, at every call. */
  as(name: string): TestCaller {
    const known = this.#callers.get(name);
    if (known !== undefined) return known.caller;
    const options = resolveOutboundOptions(
      callingSubstitutes({ name, issuer: this.#issuer }, this.seat()),
    );
    const client = new TokenClientService(options, new AccessTokens(options), new HttpService());
    const send = this.callWithoutToken.bind(this);
    const caller = new TestCaller(name, client, this.#mint, send);
    this.#callers.set(name, { caller, client });
    return caller;
  }

  /** Calls without a token, as anybody can. */
  callWithoutToken(target: string, path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.board.urlOf(target)}${path}`, { ...init, redirect: 'manual' });
  }

  /**
   * Answers for a microservice that is not under test, whoever calls it. The token that arrives is in
   * `request.headers.authorization`.
   */
  stub(name: string, reply: (request: StubRequest) => StubAnswer | Promise<StubAnswer>): void {
    this.board.connect(name, stubHandler(reply));
  }

  /**
   * Signs with a new key from now on. With `{ withdraw: true }` the former key leaves the key set, and
   * what it signed is refused once the key set is fetched again: 10 s later by default.
   */
  rotateKeys({ withdraw = false }: { readonly withdraw?: boolean } = {}): Promise<void> {
    return this.keys.rotate({ withdraw });
  }

  /** Edges of the policy for which no token was asked so far: what the tests do not cover. */
  unusedEdges(): readonly string[] {
    return this.policy.unusedEdges();
  }

  /**
   * Puts this kit in place of the auth-server in an application that imports `M2MModule` (or one of its
   * halves) itself: `await kit.install(Test.createTestingModule({ imports: [AppModule] })).compile()`.
   *
   * The application keeps its own options, but for where keys and tokens come from, its credential,
   * its clock and the base URLs of its targets.
   */
  install<Builder extends OverridableBuilder>(builder: Builder): Builder {
    return installKit(builder, this.seat());
  }

  /** @internal What takes the place of the auth-server; used by {@link M2MTestingModule}. */
  seat(): KitSeat {
    const { clock, authServer, board, policy } = this;
    return {
      clock,
      authServer,
      board,
      names: policy.names,
      issuer: this.#issuer,
    };
  }

  /** Closes the loopback port. A process that forgets it ends nevertheless. */
  async close(): Promise<void> {
    for (const { client } of this.#callers.values()) client.onApplicationShutdown();
    await this.board.close();
  }
}
