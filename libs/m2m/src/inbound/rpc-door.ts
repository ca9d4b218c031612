import type { ExecutionContext } from '@nestjs/common';
import { CredentialAmbiguous } from '../shared/request-refused.error.js';
import type { Door } from './door.js';
import { grpcMetadataOf, toGrpcError } from './grpc-error.js';
import { toMessageError } from './message-error.js';
import { messageAuthorization } from './message-authorization.js';
import { TransportUnsupported } from './transport-unsupported.error.js';

/**
 * The transports of `@nestjs/microservices`: `authorization` in the metadata of a gRPC call and of a
 * TCP or Redis packet, in the headers of a NATS, RabbitMQ or Kafka message; never in the payload.
 */
export const rpcDoor: Door = {
  authorization(context) {
    const [authorization, second] = authorizationOf(context);
    if (second !== undefined) {
      throw new CredentialAmbiguous('Send one "authorization" with a message, not several.');
    }
    return authorization;
  },
  message: () => undefined,
  carrier: (context) => context.getArgByIndex<object>(1),
  async refuse(context, refusal) {
    const { RpcException } = await import('@nestjs/microservices');
    const metadata = grpcMetadataOf(context);
    const error = metadata === undefined ? toMessageError(refusal) : toGrpcError(refusal, metadata);
    return Object.assign(new RpcException(error), { cause: refusal.error });
  },
};

function authorizationOf(context: ExecutionContext): readonly string[] {
  const metadata = grpcMetadataOf(context);
  if (metadata !== undefined) return metadata.get('authorization').map(String);
  const found = messageAuthorization(context.getArgByIndex<object | undefined>(1) ?? {});
  if (found === undefined) throw new TransportUnsupported('rpc');
  return found;
}
