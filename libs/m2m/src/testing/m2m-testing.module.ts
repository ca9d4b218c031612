import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { M2MInboundStructure } from '../inbound/inbound.module-definition.js';
import { M2MInboundModule } from '../inbound/inbound.module.js';
import { RevocationFeed } from '../inbound/revocation-feed.js';
import type { M2MInboundOptions, ResolvedInboundOptions } from '../inbound/inbound-options.js';
import { INBOUND_OPTIONS } from '../inbound/inbound-options.token.js';
import type { M2MOutboundOptions } from '../outbound/outbound-options.js';
import { M2MOutboundModule } from '../outbound/outbound.module.js';
import { substituteFeed } from './in-process-feed.js';
import { connectApplication } from './install-kit.js';
import type { M2MTestKit } from './m2m-test-kit.js';
import { callingSubstitutes, receivingSubstitutes, type KitSeat } from './substitutes.js';

/** What a microservice under test is told. */
export interface M2MTestingModuleOptions extends M2MInboundStructure {
  /** Stands in for the auth-server. */
  readonly kit: M2MTestKit;
  /** The microservice under test. */
  readonly name: string;
  /** Further options of the receiving half. */
  readonly inbound?: Omit<M2MInboundOptions, 'name'>;
  /** Further options of the calling half. */
  readonly outbound?: Omit<M2MOutboundOptions, 'name' | 'authServer'>;
}

const SEAT = Symbol('m2m.test-kit-seat');

/**
 * Stands in for `M2MModule` in a test of single rooms: the same guard, the same token client, with a
 * {@link M2MTestKit} in place of the auth-server. The application is reachable as `name` through
 * `kit.as(…).call(name, …)` once it is initialised; it need not listen.
 *
 * For a test of a whole application that imports `M2MModule` itself, see `kit.install`.
 */
@Module({})
export class M2MTestingModule {
  /** @internal Made by Nest. */
  constructor(@Inject(SEAT) seat: NamedSeat, host: HttpAdapterHost) {
    connectApplication(seat.name, host, seat);
  }

  /** With the kit and the name of the microservice under test. */
  static forRoot(options: M2MTestingModuleOptions): DynamicModule {
    const { kit, name, inbound, outbound, ...structure } = options;
    const seat = kit.seat();
    const identity = { name, issuer: seat.issuer };
    const own = { ...identity, ...inbound };
    const receiving = M2MInboundModule.forRoot({
      ...receivingSubstitutes(own, seat),
      ...structure,
    });
    const feed = {
      provide: RevocationFeed,
      inject: [INBOUND_OPTIONS],
      useFactory: (resolved: ResolvedInboundOptions) => substituteFeed(own, resolved, seat),
    };
    return {
      module: M2MTestingModule,
      imports: [
        // Of two providers of one class Nest takes the last.
        { ...receiving, providers: [...(receiving.providers ?? []), feed] },
        M2MOutboundModule.forRoot(callingSubstitutes({ ...identity, ...outbound }, seat)),
      ],
      providers: [{ provide: SEAT, useValue: { ...seat, name } satisfies NamedSeat }],
    };
  }
}

interface NamedSeat extends KitSeat {
  readonly name: string;
}
