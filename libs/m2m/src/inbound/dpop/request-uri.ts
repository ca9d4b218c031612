import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { normalUri } from './normal-uri.js';

/**
 * What the client may have called the address of a request, each as `normalUri` gives it: below every
 * public URL; without one, by the protocol of the connection and the `Host` that the client named.
 *
 * `X-Forwarded-…` is not read: behind a proxy that ends TLS or changes paths, the public URL is
 * something to be told.
 */
export function requestUris(
  message: IncomingMessage,
  publicUrls: readonly string[] = [],
): readonly string[] {
  // Express shortens `url` below a mounted router, and keeps what was sent beside it.
  const { originalUrl } = message as { readonly originalUrl?: string };
  const path = originalUrl ?? message.url ?? '';
  if (!path.startsWith('/')) return [];
  const bases = publicUrls.length > 0 ? publicUrls : [originOf(message)];
  return bases.flatMap((base) => normalUri(base.replace(/\/+$/, '') + path) ?? []);
}

function originOf({ socket, headers }: IncomingMessage): string {
  const isEncrypted = (socket as Partial<TLSSocket>).encrypted === true;
  const authority = headers[':authority'] ?? headers.host ?? '';
  return `${isEncrypted ? 'https' : 'http'}://${String(authority)}`;
}
