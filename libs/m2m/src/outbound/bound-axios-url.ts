import type { InternalAxiosRequestConfig } from 'axios';
import { boundUrl, isPlainPath, urlWithin, withoutSlash } from './bound-url.js';
import { TargetUrlNotAllowed } from './target.errors.js';

const ABSOLUTE = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i;

/** For an instance of this library: a path below its own base URL, and nothing else. */
export function strictUrl(base: URL, { baseURL, url = '' }: InternalAxiosRequestConfig): string {
  const { href } = base;
  if (baseURL !== href) throw new TargetUrlNotAllowed('it has another "baseURL"');
  return isPlainPath(url) ? withoutSlash(href) + url : boundUrl(base, url).href;
}

/** For an instance of the application: whatever axios would call, if it lies below the base URL. */
export function ownInstanceUrl(
  base: URL,
  { baseURL, url = '' }: InternalAxiosRequestConfig,
): string {
  return urlWithin(base, asAxiosJoins(baseURL, url)).href;
}

function asAxiosJoins(baseURL: string | undefined, url: string): string {
  if (baseURL === undefined || ABSOLUTE.test(url)) return url;
  return url === '' ? baseURL : `${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
}
