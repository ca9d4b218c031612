import { normalUri } from './normal-uri.js';

describe('the normal form of a URI', () => {
  it.each([
    ['https://m2.example/hello', 'https://m2.example/hello'],
    ['HTTPS://M2.Example/hello', 'https://m2.example/hello'],
    ['https://m2.example:443/hello', 'https://m2.example/hello'],
    ['http://m2.example:80', 'http://m2.example/'],
    ['http://m2.example:8002/hello', 'http://m2.example:8002/hello'],
    ['https://m2.example/a/./b/../c', 'https://m2.example/a/c'],
    ['https://m2.example/%7eme/%41', 'https://m2.example/~me/A'],
    ['https://m2.example/a%2fb%c3%a9', 'https://m2.example/a%2Fb%C3%A9'],
    ['https://m2.example/a/%2e%2E/b', 'https://m2.example/b'],
    ['https://m2.example/hello?a=https://b#c', 'https://m2.example/hello'],
    ['https://m2.example/hello#c?d', 'https://m2.example/hello'],
    ['https://m2.example//a', 'https://m2.example//a'],
    ['http://[::1]:8002/a|b', 'http://[::1]:8002/a|b'],
  ])('of %s is %s', (uri, normal) => {
    expect(normalUri(uri)).toBe(normal);
    expect(normalUri(normal)).toBe(normal);
  });

  it.each([
    '',
    '/hello',
    'm2.example/hello',
    'ftp://m2.example/hello',
    'http:m2.example/hello',
    'http:///m2.example',
    'http://m2.example\\@attacker.example/',
    'http://user@m2.example/',
    'http://user:secret@m2.example/',
    'http://m2.example/a b',
    'http://m2.example/\u00e9',
    'http://m2.example/a\nb',
    'http://m2.example:99999/',
    `http://m2.example/${'a'.repeat(4096)}`,
  ])('does not exist of %j', (uri) => expect(normalUri(uri)).toBeUndefined());
});
