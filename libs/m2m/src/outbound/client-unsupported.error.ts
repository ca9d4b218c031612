import { M2MError } from '../shared/m2m.error.js';

/** A client of a transport on which this library cannot send a token; nothing was sent. */
export class ClientUnsupported extends M2MError {
  readonly code = 'M2M_CLIENT_UNSUPPORTED';

  constructor(client: string) {
    super(
      `No token can be sent with a ${client}. Use a ClientProxy of TCP, NATS, Redis, RabbitMQ or Kafka as Nest makes it, or m2mGrpcService() for gRPC.`,
    );
  }
}
