import * as fc from 'fast-check';
import { boundUrl, urlWithin } from './bound-url.js';
import { TargetUrlNotAllowed } from './target.errors.js';

const ROOT = new URL('http://m2:8002');
const BELOW = new URL('http://gateway:80/m2/');

describe('boundUrl', () => {
  it.each([
    ['/hello', 'http://m2:8002/hello'],
    ['hello', 'http://m2:8002/hello'],
    ['', 'http://m2:8002/'],
    ['/', 'http://m2:8002/'],
    ['/a/b?c=d', 'http://m2:8002/a/b?c=d'],
    ['/a?next=http://else/..', 'http://m2:8002/a?next=http://else/..'],
    ['/a..b/c', 'http://m2:8002/a..b/c'],
    ['/@else', 'http://m2:8002/@else'],
    ['/gr\u00fc\u00dfe', 'http://m2:8002/gr%C3%BC%C3%9Fe'],
  ])('resolves %j to %s', (path, href) => {
    expect(boundUrl(ROOT, path).href).toBe(href);
  });

  it.each([
    ['/hello', 'http://gateway/m2/hello'],
    ['hello', 'http://gateway/m2/hello'],
  ])('keeps the path of the base URL: %j', (path, href) => {
    expect(boundUrl(BELOW, path).href).toBe(href);
    expect(boundUrl(new URL('http://gateway:80/m2'), path).href).toBe(href);
  });

  it.each([
    ['an absolute URL', 'http://else/hello'],
    ['an absolute URL to the target itself', 'http://m2:8002/hello'],
    ['an absolute URL with one slash', 'http:/else'],
    ['a data URL', 'data:text/plain,hello'],
    ['a protocol-relative URL', '//else/hello'],
    ['a protocol-relative URL with three slashes', '///else/hello'],
    ['a backslash', '/\\else'],
    ['two backslashes', '\\\\else'],
    ['a tab that parsers drop', '/\t/else'],
    ['a line break that parsers drop', '/a\r\nHost: else'],
    ['a null byte', '/a\u0000'],
    ['a leading space', ' //else'],
    ['a fragment', '/a#b'],
    ['a parent segment', '/../hello'],
    ['a parent segment inside', '/a/../b'],
    ['a trailing parent segment', '/a/..'],
    ['an encoded parent segment', '/%2e%2E/hello'],
    ['a parent segment before an encoded slash', '/..%2fhello'],
    ['a parent segment before an encoded backslash', '/.%2e%5Chello'],
  ])('refuses %s', (_, path) => {
    expect(() => boundUrl(ROOT, path)).toThrow(TargetUrlNotAllowed);
  });

  it('never leads away from the base URL, whatever the path is', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '/',
        '\\',
        '.',
        '..',
        '%2e',
        '%2f',
        '@',
        ':',
        '?',
        '#',
        'http:',
        'a',
        '\t',
        '\u3002',
        '\uff0f',
        '[',
      ),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string()), (path) => {
        const urls = resolved(path);
        return urls.every(
          ({ origin, pathname }) => origin === BELOW.origin && pathname.startsWith('/m2/'),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('urlWithin', () => {
  it.each([
    ['http://gateway/m2/hello', 'http://gateway/m2/hello'],
    ['http://gateway:80/m2', 'http://gateway/m2'],
    ['/hello', 'http://gateway/m2/hello'],
  ])('accepts %s', (given, href) => {
    expect(urlWithin(BELOW, given).href).toBe(href);
  });

  it.each([
    ['another host', 'http://else/m2/hello'],
    ['another port', 'http://gateway:81/m2/hello'],
    ['another scheme', 'https://gateway:80/m2/hello'],
    ['another path', 'http://gateway/m3/hello'],
    ['a path that only begins alike', 'http://gateway/m22/hello'],
    ['userinfo', 'http://user@gateway/m2/hello'],
    ['userinfo that looks like the host', 'http://gateway:80@else/m2/hello'],
    ['a parent segment', 'http://gateway/m2/../m3'],
    ['what cannot be parsed', 'http://[gateway/m2'],
    ['a protocol-relative URL', '//gateway/m2/hello'],
  ])('refuses %s', (_, given) => {
    expect(() => urlWithin(BELOW, given)).toThrow(TargetUrlNotAllowed);
  });
});

/** The URLs that a path is resolved to; none when it is refused. */
function resolved(path: string): URL[] {
  return [boundUrl, urlWithin].flatMap((resolve) => {
    try {
      return [resolve(BELOW, path)];
    } catch (error) {
      if (error instanceof TargetUrlNotAllowed) return [];
      throw error;
    }
  });
}
