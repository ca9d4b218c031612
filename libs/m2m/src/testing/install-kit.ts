import { HttpAdapterHost } from '@nestjs/core';
import { MODULE_OPTIONS_TOKEN as INBOUND_MODULE_OPTIONS } from '../inbound/inbound.module-definition.js';
import {
  resolveInboundOptions,
  type M2MInboundOptions,
  type ResolvedInboundOptions,
} from '../inbound/inbound-options.js';
import { INBOUND_OPTIONS } from '../inbound/inbound-options.token.js';
import { RevocationFeed } from '../inbound/revocation-feed.js';
import type { M2MOutboundOptions } from '../outbound/outbound-options.js';
import {
  OUTBOUND_OPTIONS,
  RESOLVED_OUTBOUND_OPTIONS,
} from '../outbound/outbound.module-definition.js';
import { resolveOutboundOptions } from '../outbound/resolve-outbound-options.js';
import { substituteFeed } from './in-process-feed.js';
import { callingSubstitutes, receivingSubstitutes, type KitSeat } from './substitutes.js';

/** The part of `TestingModuleBuilder` (@nestjs/testing) that is used. */
export interface OverridableBuilder {
  overrideProvider(token: unknown): {
    useFactory(options: { factory: (...args: never[]) => unknown; inject: unknown[] }): unknown;
  };
}

/** Overrides the checked options of both halves; a half that is not imported is left alone. */
export function installKit<Builder extends OverridableBuilder>(
  builder: Builder,
  seat: KitSeat,
): Builder {
  builder.overrideProvider(INBOUND_OPTIONS).useFactory({
    inject: [INBOUND_MODULE_OPTIONS, HttpAdapterHost],
    factory: (options: M2MInboundOptions, host: HttpAdapterHost) => {
      connectApplication(options.name, host, seat);
      return resolveInboundOptions(receivingSubstitutes(options, seat));
    },
  });
  builder.overrideProvider(RevocationFeed).useFactory({
    inject: [INBOUND_MODULE_OPTIONS, INBOUND_OPTIONS],
    factory: (options: M2MInboundOptions, resolved: ResolvedInboundOptions) =>
      substituteFeed(options, resolved, seat),
  });
  builder.overrideProvider(RESOLVED_OUTBOUND_OPTIONS).useFactory({
    inject: [OUTBOUND_OPTIONS],
    factory: (options: M2MOutboundOptions) =>
      resolveOutboundOptions(callingSubstitutes(options, seat)),
  });
  return builder;
}

/** Fastify routes nothing before it is ready, which Nest leaves to `listen`. */
interface MayBecomeReady {
  ready?(): PromiseLike<unknown>;
}

/** Makes an application reachable by its name, whatever its HTTP adapter and without listening. */
export function connectApplication(name: string, host: HttpAdapterHost, { board }: KitSeat): void {
  board.connect(name, async (request, response) => {
    const { httpAdapter } = host;
    const instance: MayBecomeReady = httpAdapter.getInstance();
    await instance.ready?.();
    (httpAdapter.getHttpServer() as NodeJS.EventEmitter).emit('request', request, response);
  });
}
