import type { InternalAxiosRequestConfig } from 'axios';
import { boundUrl, urlWithin } from './bound-url.js';
import { TargetUrlNotAllowed } from './target.errors.js';

const ABSOLUTE = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i;

/** For an instance of this library: a path below its own base URL, and nothing else. */
export function strictUrl(base: URL, config: InternalAxiosRequestConfig): URL {
  if (config.baseURL !== base.href) throw new TargetUrlNotAllowed('it has another "baseURL"');
  return boundUrl(base, config.url ?? '');
}

/** For an instance of the application: whatever axios would call, if it lies below the base URL. */
export function ownInstanceUrl(base: URL, { baseURL, url = '' }: InternalAxiosRequestConfig): URL {
  if (baseURL === undefined || ABSOLUTE.test(url)) return urlWithin(base, url);
  return urlWithin(
    base,
    url === '' ? baseURL : `${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`,
  );
}
