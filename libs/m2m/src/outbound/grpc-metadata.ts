import type { M2MMicroservice } from '../shared/names.js';
import { AuthServerUnreachable } from './auth-server.errors.js';
import type { ScopeRequest } from './token-client.service.js';
import type { TokenSource } from './token-source.js';

const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

/** What `credentials.createFromMetadataGenerator()` of `@grpc/grpc-js` takes. */
export type GrpcMetadataGenerator = (
  options: unknown,
  // The metadata is of grpc-js, whose types the declarations of this optional door must not demand.
  callback: (error: Error | null, metadata?: never) => void,
) => void;

/**
 * gRPC call credentials for one target:
 * `credentials.createFromMetadataGenerator(m2mGrpcMetadata(m2m, 'm2'))`.
 *
 * Without a token the call is not sent and ends as UNAUTHENTICATED, or as UNAVAILABLE when the
 * auth-server gave no answer; the details say why. For errors of this library, and for Nest's
 * `ClientGrpc`, use `m2mGrpcService`.
 */
export function m2mGrpcMetadata(
  tokens: TokenSource,
  target: M2MMicroservice,
  request: ScopeRequest = {},
): GrpcMetadataGenerator {
  return (_options, callback) => {
    grpcMetadata(tokens, target, request).then(
      (metadata) => callback(null, metadata as never),
      (error: unknown) => callback(statusOf(error as Error)),
    );
  };
}

/** gRPC reads a numeric code from what a generator fails with; ours is text. */
function statusOf(error: Error): Error {
  const code = error instanceof AuthServerUnreachable ? UNAVAILABLE : UNAUTHENTICATED;
  return Object.assign(new Error(error.message, { cause: error }), { code });
}

/** Metadata with a token for the target. Loads `@grpc/grpc-js`, as the application has done. */
export async function grpcMetadata(
  tokens: TokenSource,
  target: M2MMicroservice,
  request: ScopeRequest,
): Promise<GrpcMetadata> {
  const { Metadata } = await import('@grpc/grpc-js');
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${await tokens.getToken(target, request)}`);
  return metadata;
}

/** The part of gRPC metadata that is used here. */
export interface GrpcMetadata {
  set(key: string, value: string): void;
  merge(other: never): void;
}
