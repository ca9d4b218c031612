// gRPC: the token travels in the metadata "authorization". A refusal is UNAUTHENTICATED or
// PERMISSION_DENIED, with its stable code in the trailer "m2m-code".
import { credentials } from '@grpc/grpc-js';
import { Controller, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import {
  GrpcMethod,
  Payload,
  Transport,
  type ClientGrpc,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import {
  Caller,
  m2mGrpcMetadata,
  m2mGrpcService,
  M2MProtected,
  TokenClientService,
  type M2MCaller,
} from '@app/m2m';
import type { Observable } from 'rxjs';

/** How m2 listens, and what `ClientsModule.register()` of m1 takes. */
export const options: MicroserviceOptions = {
  transport: Transport.GRPC,
  options: { package: 'ledger', protoPath: 'ledger.proto', url: '127.0.0.1:5002' },
};

@Controller()
export class LedgerController {
  @GrpcMethod('Ledger', 'Balance')
  @M2MProtected({ callers: ['m1'] })
  balance(@Payload() { account }: { account: string }, @Caller() caller: M2MCaller): object {
    return { text: `${account} for ${caller.name}` };
  }
}

interface Ledger {
  balance(request: { account: string }): Observable<{ text: string }>;
}

/** Over Nest's client: works with and without TLS, and throws the errors of this library. */
@Injectable()
export class LedgerClient implements OnModuleInit {
  private ledger: Ledger | undefined;

  constructor(
    @Inject('LEDGER') private readonly client: ClientGrpc,
    private readonly m2m: TokenClientService,
  ) {}

  onModuleInit(): void {
    this.ledger = m2mGrpcService(this.m2m, 'm2', this.client.getService<Ledger>('Ledger'));
  }

  balance(account: string): Observable<{ text: string }> | undefined {
    return this.ledger?.balance({ account });
  }
}

/** For a client of grpc-js itself, over TLS. */
export const channelCredentials = (m2m: TokenClientService) =>
  credentials.combineChannelCredentials(
    credentials.createSsl(),
    credentials.createFromMetadataGenerator(m2mGrpcMetadata(m2m, 'm2')),
  );
