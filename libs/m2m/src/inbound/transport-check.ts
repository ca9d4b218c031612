import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { M2MOptionsError } from '../shared/options.error.js';
import { gatewaysOf, messageControllersOf, type MessageHandler } from './message-handlers.js';

/** Injects whether everything is protected or what is marked only. */
export const PROTECT_MODE = Symbol('m2m:protect-mode');

/**
 * Stops the start of an application in which a handler would be reached unprotected, or could not
 * let anyone in, because of how Nest treats its transport.
 */
@Injectable()
export class TransportCheck implements OnApplicationBootstrap {
  #knowsUpgrades = false;

  constructor(
    private readonly modules: ModulesContainer,
    private readonly host: HttpAdapterHost,
    @Inject(PROTECT_MODE) private readonly mode: 'all' | 'marked',
  ) {
    // Before hooks run: a hybrid application may serve messages earlier than that.
    this.#checkMarks();
    this.#checkRawCalls();
  }

  /** Notes that the adapter of this library hands over the requests that become WebSockets. */
  upgradesAreKnown(): void {
    this.#knowsUpgrades = true;
  }

  onApplicationBootstrap(): void {
    this.#checkMarks();
    if (this.#isHttpApplication() && !this.#knowsUpgrades) this.#checkGateways();
  }

  #checkMarks(): void {
    if (this.mode !== 'all') return;
    const unguarded = this.#isHttpApplication() ? messageControllersOf(this.modules) : [];
    for (const handler of [...gatewaysOf(this.modules), ...unguarded]) {
      if (handler.access === undefined) {
        throw new M2MOptionsError(
          'protect',
          `is "all", but ${handler.name} bears no mark, and Nest runs no global guard there: mark it @M2MProtected() or @M2MPublic().`,
        );
      }
    }
  }

  /** Whatever a guard throws there is answered by nobody and ends the process. */
  #checkRawCalls(): void {
    const handler = messageControllersOf(this.modules).find(
      ({ isRawCall, access }) =>
        isRawCall && (access === 'protected' || (access === undefined && this.mode === 'all')),
    );
    if (handler === undefined) return;
    throw new M2MOptionsError(
      '@M2MProtected',
      `on ${handler.name} cannot refuse a call, because Nest answers no failure of a @GrpcStreamCall(): make it a @GrpcStreamMethod(), or mark it @M2MPublic().`,
    );
  }

  #checkGateways(): void {
    const handler = gatewaysOf(this.modules).find(isProtected);
    if (handler === undefined) return;
    throw new M2MOptionsError(
      '@M2MProtected',
      `on ${handler.name} needs the request that became the WebSocket: call app.useWebSocketAdapter(new M2MWebSocketAdapter(app, new WsAdapter(app))) before the start.`,
    );
  }

  /** An application that is a microservice only has no HTTP adapter, and Nest guards its handlers. */
  #isHttpApplication(): boolean {
    return Boolean(this.host.httpAdapter);
  }
}

function isProtected({ access }: MessageHandler): boolean {
  return access === 'protected';
}
