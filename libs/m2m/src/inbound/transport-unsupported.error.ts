import { M2MError } from '../shared/m2m.error.js';

const REPAIR =
  'Use HTTP, GraphQL, WebSocket, TCP, gRPC, NATS, Redis, RabbitMQ or Kafka, or take @M2MProtected() off and guard it otherwise';

/** A protected handler is reached through a transport that this library cannot read a token from. */
export class TransportUnsupported extends M2MError {
  readonly code = 'M2M_TRANSPORT_UNSUPPORTED';

  /** @param repair what to do about it, where that is not obvious from the transport */
  constructor(type: string, repair = REPAIR) {
    super(
      `A handler protected by m2m was called over "${type}", where no token is found. ${repair}.`,
    );
  }
}
