// NATS: the token travels in the header "authorization"; headers of a NatsRecord are kept.
import { Controller, Inject, Injectable, Module } from '@nestjs/common';
import {
  ClientsModule,
  EventPattern,
  Payload,
  Transport,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import {
  Caller,
  m2mClient,
  M2MProtected,
  TokenClientService,
  type M2MCaller,
  type MessageClient,
} from '@app/m2m';
import { lastValueFrom } from 'rxjs';

const options = { servers: ['nats://127.0.0.1:4222'] };

/** How m2 listens: `NestFactory.createMicroservice(AppModule, listener)`. */
export const listener: MicroserviceOptions = { transport: Transport.NATS, options };

@Controller()
export class AuditController {
  // oxlint-disable-next-line typescript/no-unnecessary-type-arguments -- else Nest's types forbid a second parameter
  @EventPattern<string>('invoice.paid')
  @M2MProtected({ callers: ['m1'] })
  paid(@Payload() invoice: unknown, @Caller() caller: M2MCaller): void {
    console.log(caller.name, invoice);
  }
}

@Injectable()
export class AuditClient {
  private readonly audit: MessageClient;

  constructor(@Inject('AUDIT') client: ClientProxy, m2m: TokenClientService) {
    this.audit = m2mClient(m2m, 'm2', client);
  }

  /** Rejects with `M2M_EDGE_NOT_ALLOWED`, and sends nothing, when the policy has no edge m1 -> m2. */
  async paid(invoice: string): Promise<void> {
    const message = { invoice };
    await lastValueFrom(this.audit.emit('invoice.paid', message), { defaultValue: undefined });
  }
}

/** For m1, beside `M2MModule.forRoot({ … })`. */
@Module({
  imports: [ClientsModule.register([{ name: 'AUDIT', transport: Transport.NATS, options }])],
  providers: [AuditClient],
})
export class CallerModule {}
