import type { ExecutionContext } from '@nestjs/common';
import { toMessageError } from './message-error.js';
import type { Refusal } from './refusal.js';

/** The part of gRPC metadata that is used here; its class belongs to an optional package. */
interface GrpcMetadata {
  get(key: string): readonly (string | Buffer)[];
  set(key: string, value: string): void;
  getMap(): object;
}

/** One call over gRPC. */
export interface GrpcCall {
  readonly metadata: GrpcMetadata;
  /** The object that stands for the call. */
  readonly carrier: object;
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

/**
 * The gRPC call of a handler, or undefined on another transport. Handlers get message, metadata and
 * call; one of `@GrpcStreamCall()` gets the call alone.
 */
export function grpcCallOf(context: ExecutionContext): GrpcCall | undefined {
  const [first, second] = context.getArgs<unknown[]>();
  if (isMetadata(second)) return { metadata: second, carrier: second };
  if (!isRecord(first) || typeof first['sendMetadata'] !== 'function') return undefined;
  const { metadata } = first;
  return isMetadata(metadata) ? { metadata, carrier: metadata } : undefined;
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
    isRecord(value) && typeof value['get'] === 'function' && typeof value['getMap'] === 'function'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
