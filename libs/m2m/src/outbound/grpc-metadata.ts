import type { ScopeRequest } from './token-client.service.js';
import type { TokenSource } from './token-source.js';

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
 * Without a token the call is not sent and ends with the status UNAUTHENTICATED, whose details say
 * why. For errors of this library, and Nest's `ClientGrpc`, use `m2mGrpcService`.
 */
export function m2mGrpcMetadata(
  tokens: TokenSource,
  target: string,
  request: ScopeRequest = {},
): GrpcMetadataGenerator {
  return (_options, callback) => {
    grpcMetadata(tokens, target, request).then(
      (metadata) => callback(null, metadata as never),
      (error: unknown) => callback(error as Error),
    );
  };
}

/** Metadata with a token for the target. Loads `@grpc/grpc-js`, as the application has done. */
export async function grpcMetadata(
  tokens: TokenSource,
  target: string,
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
