import { boundUrl } from './bound-url.js';

/** Paths that cannot be read in more than one way: no dot, no escape, no empty first segment. */
const PLAIN = /^\/(?!\/)[\w/~-]*(?:\?[\w=&.,~-]*)?$/;

/**
 * The path and query that are sent for a path below a base URL.
 *
 * A plain path needs no URL parser, which would cost a tenth of the whole call.
 *
 * @throws TargetUrlNotAllowed for a path that leads elsewhere.
 */
export function pooledPath(base: URL, path: string): string {
  if (PLAIN.test(path)) return base.pathname === '/' ? path : joined(base.pathname, path);
  const { pathname, search } = boundUrl(base, path);
  return pathname + search;
}

function joined(prefix: string, path: string): string {
  return (prefix.endsWith('/') ? prefix.slice(0, -1) : prefix) + path;
}
