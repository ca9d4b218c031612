import { TargetUrlNotAllowed } from './target.errors.js';

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\\\x00-\x20\x7f#]/;
const SEPARATOR = /\/|%2f|%5c/i;

/** Paths that cannot be read in more than one way: no dot, no escape, no empty first segment. */
const PLAIN = /^\/(?!\/)[\w/~-]*(?:\?[\w=&.,~-]*)?$/;

/** Whether a path needs no URL parser, which would cost a tenth of the whole call. */
export function isPlainPath(path: string): boolean {
  return PLAIN.test(path);
}

/** What a plain path is put behind. */
export function withoutSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}

/**
 * The URL of a path below a base URL, with the query that the path may carry.
 *
 * A path cannot lead anywhere else: an absolute or protocol-relative URL, a backslash, white space, a
 * control character, a fragment and a `..` segment, encoded or not, are refused.
 *
 * @throws {@link TargetUrlNotAllowed}
 */
export function boundUrl(base: URL, path: string): URL {
  if (SCHEME.test(path)) throw new TargetUrlNotAllowed('it is absolute');
  if (path.startsWith('//')) throw new TargetUrlNotAllowed('it is protocol-relative');
  refuseTricks(path);
  return below(base, new URL(`${withSlash(base.href)}${path.replace(/^\//, '')}`));
}

/**
 * The same for a URL that may be absolute, as one's own axios instance may build it.
 *
 * @throws {@link TargetUrlNotAllowed} unless it lies below the base URL
 */
export function urlWithin(base: URL, given: string): URL {
  if (!SCHEME.test(given)) return boundUrl(base, given);
  refuseTricks(given);
  if (!URL.canParse(given)) throw new TargetUrlNotAllowed('it cannot be parsed');
  return below(base, new URL(given));
}

function refuseTricks(text: string): void {
  const path = text.replace(/\?.*$/, '');
  if (UNSAFE.test(text)) {
    throw new TargetUrlNotAllowed(
      'it contains a backslash, white space, "#" or a control character',
    );
  }
  if (path.split(SEPARATOR).some((segment) => segment.replace(/%2e/gi, '.') === '..')) {
    throw new TargetUrlNotAllowed('it contains a ".." segment');
  }
}

function below(base: URL, url: URL): URL {
  const isBelow =
    url.origin === base.origin &&
    url.username === '' &&
    url.password === '' &&
    withSlash(url.pathname).startsWith(withSlash(base.pathname));
  if (!isBelow) throw new TargetUrlNotAllowed('it is not below the base URL of the target');
  return url;
}

function withSlash(text: string): string {
  return text.endsWith('/') ? text : `${text}/`;
}
