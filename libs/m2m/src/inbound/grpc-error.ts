import type { ExecutionContext } from '@nestjs/common';
import { toMessageError } from './message-error.js';
import type { Refusal } from './refusal.js';

/** The part of gRPC metadata that is used here; its class belongs to an optional package. */
interface GrpcMetadata {
  get(key: string): readonly (string | Buffer)[];
  set(key: string, value: string): void;
  getMap(): object;
}

/** What an `RpcException` must contain to become the status of a gRPC call. */
export interface GrpcError {
  readonly status: Refusal['status'];
  readonly error: string;
  readonly code: number;
  readonly message: string;
  readonly metadata: GrpcMetadata;
}

/** Name of the trailer that carries the stable code of a refusal. */
export const GRPC_CODE_TRAILER = 'm2m-code';

/** INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED and UNAVAILABLE. */
const GRPC_STATUS = { 400: 3, 401: 16, 403: 7, 503: 14 } as const;

/** The metadata of a gRPC call, which stands for the call; undefined on another transport. */
export function grpcMetadataOf(context: ExecutionContext): GrpcMetadata | undefined {
  const metadata = context.getArgByIndex<unknown>(1);
  return isMetadata(metadata) ? metadata : undefined;
}

/** The refusal as a gRPC status, with its stable code in the trailer `m2m-code`. */
export function toGrpcError(refusal: Refusal, received: GrpcMetadata): GrpcError {
  const { status, error, code, message } = toMessageError(refusal);
  // The class of what was received: it is the one the running server understands.
  const trailers = new (received.constructor as new () => GrpcMetadata)();
  trailers.set(GRPC_CODE_TRAILER, code);
  return { status, error, code: GRPC_STATUS[status], message, metadata: trailers };
}

function isMetadata(value: unknown): value is GrpcMetadata {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as GrpcMetadata).get === 'function' &&
    typeof (value as GrpcMetadata).getMap === 'function'
  );
}
