import type { INestApplicationContext, WebSocketAdapter, WsMessageHandler } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Observable } from 'rxjs';
import { M2MOptionsError } from '../shared/options.error.js';
import { DpopProofs } from './dpop/dpop-proofs.js';
import { INBOUND_OPTIONS } from './inbound-options.token.js';
import type { ResolvedInboundOptions } from './inbound-options.js';
import { TokenVerifier } from './token-verifier.js';
import { TransportCheck } from './transport-check.js';
import { UpgradeJudge, type VerifyClient } from './upgrade-judge.js';
import { rememberUpgrade } from './upgrade-requests.js';

/** How WebSockets are let in. */
export interface M2MWebSocketOptions {
  /**
   * `'protected'` (default): a request without a good access token for this microservice never
   * becomes a WebSocket and is answered as over HTTP. `'open'`: everyone may connect, for
   * applications with public gateways; protected handlers then refuse each message.
   */
  readonly upgrade?: 'protected' | 'open';
}

type Options = Readonly<Record<string, unknown>>;
type Listener = (...args: never[]) => unknown;
type OnConnection = (client: object, request?: IncomingMessage, ...rest: unknown[]) => unknown;

/**
 * Wraps an adapter such as Nest's `WsAdapter`, so that `@M2MProtected()` works on WebSocket gateways:
 * `app.useWebSocketAdapter(new M2MWebSocketAdapter(app, new WsAdapter(app)))`, before the start.
 *
 * @throws M2MOptionsError when a gateway brings its own `verifyClient` while upgrades are protected.
 */
export class M2MWebSocketAdapter implements WebSocketAdapter<object, object, Options> {
  readonly #judge: UpgradeJudge | undefined;

  constructor(
    app: INestApplicationContext,
    private readonly adapter: WebSocketAdapter & { dispose?(): Promise<void> },
    { upgrade = 'protected' }: M2MWebSocketOptions = {},
  ) {
    app.get(TransportCheck).upgradesAreKnown();
    if (upgrade === 'open') return;
    this.#judge = new UpgradeJudge(
      app.get(TokenVerifier),
      app.get(DpopProofs),
      app.get<ResolvedInboundOptions>(INBOUND_OPTIONS),
    );
  }

  /** @internal Called by Nest. */
  create(port: number, options: Options = {}): object {
    return this.adapter.create(port, this.#withJudge(options)) as object;
  }

  /** @internal Called by Nest. */
  bindClientConnect(server: object, callback: Listener): void {
    const connected = callback as OnConnection;
    this.adapter.bindClientConnect(server, ((client, request, ...rest) => {
      if (request !== undefined) rememberUpgrade(client, request);
      return connected(client, request, ...rest);
    }) satisfies OnConnection);
  }

  /** @internal Called by Nest. */
  bindClientDisconnect(client: object, callback: Listener): void {
    this.adapter.bindClientDisconnect?.(client, callback);
  }

  /** @internal Called by Nest. */
  bindMessageHandlers(
    client: object,
    handlers: WsMessageHandler[],
    transform: (data: unknown) => Observable<unknown>,
  ): void {
    this.adapter.bindMessageHandlers(client, handlers, transform);
  }

  /** @internal Called by Nest. */
  closeClient(client: object): void {
    this.adapter.closeClient?.(client);
  }

  /** @internal Called by Nest. */
  close(server: object): unknown {
    return this.adapter.close(server);
  }

  /** @internal Called by Nest. */
  async dispose(): Promise<void> {
    await this.adapter.dispose?.();
  }

  #withJudge(options: Options): Options {
    const judge = this.#judge;
    if (judge === undefined) return options;
    if (options['verifyClient'] !== undefined) {
      throw new M2MOptionsError(
        'verifyClient',
        'of a gateway excludes protected upgrades: remove it, or give M2MWebSocketAdapter { upgrade: "open" }.',
      );
    }
    const verifyClient: VerifyClient = ({ req }, answer) => void judge.answer(req, answer);
    return { ...options, verifyClient };
  }
}
