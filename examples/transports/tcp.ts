// A target and a caller over TCP; the same code serves Redis. The token travels in the metadata of
// the packet, which needs Nest 12 on the side of the target.
import { Controller, Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientsModule,
  MessagePattern,
  Payload,
  Transport,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import {
  Caller,
  m2mClient,
  M2MModule,
  M2MProtected,
  TokenClientService,
  type M2MCaller,
  type MessageClient,
} from '@app/m2m';
import { firstValueFrom } from 'rxjs';

const address = { host: '127.0.0.1', port: 4002 };

@Controller()
export class LedgerController {
  @MessagePattern('balance')
  @M2MProtected({ callers: ['m1'] })
  balance(@Payload() account: string, @Caller() caller: M2MCaller): string {
    return `${account} for ${caller.name}`;
  }
}

@Module({
  imports: [M2MModule.forRoot({ name: 'm2', authServer: 'http://localhost:8000' })],
  controllers: [LedgerController],
})
export class LedgerModule {}

/** Runs m2. */
export async function startLedger(): Promise<void> {
  const options = { transport: Transport.TCP, options: address } as const;
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(LedgerModule, options);
  await app.listen();
}

@Injectable()
export class LedgerClient {
  private readonly ledger: MessageClient;

  constructor(@Inject('LEDGER') client: ClientProxy, m2m: TokenClientService) {
    this.ledger = m2mClient(m2m, 'm2', client);
  }

  balance(account: string): Promise<string> {
    return firstValueFrom(this.ledger.send<string>('balance', account));
  }
}

/** For m1. */
@Module({
  imports: [
    M2MModule.forRoot({
      name: 'm1',
      authServer: 'http://localhost:8000',
      credential: { file: '/run/secrets/m1.jwt' },
    }),
    ClientsModule.register([{ name: 'LEDGER', transport: Transport.TCP, options: address }]),
  ],
  providers: [LedgerClient],
})
export class CallerModule {}
