import { defer, type Observable } from 'rxjs';
import { mergeMap } from 'rxjs/operators';
import type { M2MMicroservice } from '../shared/names.js';
import { grpcMetadata, type GrpcMetadata } from './grpc-metadata.js';
import type { ScopeRequest } from './token-client.service.js';
import type { TokenSource } from './token-source.js';

type Method = (...args: unknown[]) => Observable<unknown>;

/**
 * A service of Nest's `ClientGrpc` whose every call carries an access token for one target in its
 * metadata: `m2mGrpcService(m2m, 'm2', client.getService<Hello>('Hello'))`. Unary and streaming, with
 * and without TLS; metadata and options of the application are kept.
 *
 * Without a token nothing is sent: the observable ends in a `TokenRequestError` that says why, or in
 * `TargetInvalid`.
 */
export function m2mGrpcService<TService extends object>(
  tokens: TokenSource,
  target: M2MMicroservice,
  service: TService,
  request: ScopeRequest = {},
): TService {
  const methods = Object.entries(service as Readonly<Record<string, Method>>).map(
    ([name, method]) => {
      const tokened: Method = (message, ...rest) =>
        defer(() => grpcMetadata(tokens, target, request)).pipe(
          mergeMap((metadata) => method(message, ...withToken(metadata, rest))),
        );
      return [name, tokened] as const;
    },
  );
  return Object.fromEntries(methods) as TService;
}

/** After the message come metadata and options, each of which may be left out. */
function withToken(token: GrpcMetadata, [first, ...rest]: readonly unknown[]): readonly unknown[] {
  if (first === undefined) return [token, ...rest];
  if (!isMetadata(first)) return [token, first, ...rest];
  const metadata = first.clone();
  metadata.remove('authorization');
  metadata.merge(token as never);
  return [metadata, ...rest];
}

interface GivenMetadata extends GrpcMetadata {
  clone(): GivenMetadata;
  remove(key: string): void;
}

function isMetadata(value: unknown): value is GivenMetadata {
  return typeof value === 'object' && value !== null && 'getMap' in value && 'clone' in value;
}
