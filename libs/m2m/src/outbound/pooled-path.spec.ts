import { boundUrl } from './bound-url.js';
import { pooledPath } from './pooled-path.js';
import { TargetUrlNotAllowed } from './target.errors.js';

const BASES = ['http://m2', 'http://m2/', 'http://m2/api', 'http://m2/api/'].map(
  (base) => new URL(base),
);

describe('the path of a pooled call', () => {
  it.each(['/hello', '/a//b/', '/', '/a?b=c&d=1.5', '/a%20b', '/a.b?c=%2F', '/~x-y_z', 'hello'])(
    'is what the URL parser makes of it: %j',
    (path) => {
      for (const base of BASES) {
        const { pathname, search } = boundUrl(base, path);
        expect(pooledPath(base, path)).toBe(pathname + search);
      }
    },
  );

  it.each(['//m3/', 'http://m3/', '/../a', '/%2e%2e/a', '/a\\b', '/a b', '/a\r\nb: c', '/a#b'])(
    'refuses %j',
    (path) => {
      for (const base of BASES) expect(() => pooledPath(base, path)).toThrow(TargetUrlNotAllowed);
    },
  );
});
