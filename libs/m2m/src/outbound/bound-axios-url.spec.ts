import { AxiosHeaders } from 'axios';
import { ownInstanceUrl, strictUrl } from './bound-axios-url.js';
import { TargetUrlNotAllowed } from './target.errors.js';

const BASE = new URL('http://m2:8002/api');
const headers = new AxiosHeaders();

describe('strictUrl', () => {
  it.each([
    [undefined, 'http://m2:8002/api/'],
    ['', 'http://m2:8002/api/'],
    ['/hello', 'http://m2:8002/api/hello'],
  ])('resolves %j', (url, href) => {
    const config = { baseURL: BASE.href, headers, ...(url === undefined ? {} : { url }) };

    expect(strictUrl(BASE, config)).toBe(href);
  });

  it.each([['http://m2:8002/api/'], ['http://m2:8002'], ['http://else'], ['']])(
    'refuses the base URL %j, which it was not given',
    (baseURL) => {
      expect(() => strictUrl(BASE, { baseURL, url: '/hello', headers })).toThrow(
        TargetUrlNotAllowed,
      );
    },
  );
});

describe('ownInstanceUrl', () => {
  it.each([
    ['http://m2:8002/api', '/hello', 'http://m2:8002/api/hello'],
    ['http://m2:8002/api/', 'hello', 'http://m2:8002/api/hello'],
    ['http://m2:8002/api/v1', undefined, 'http://m2:8002/api/v1'],
    ['http://else', 'http://m2:8002/api/hello', 'http://m2:8002/api/hello'],
    [undefined, 'http://m2:8002/api/hello', 'http://m2:8002/api/hello'],
    [undefined, 'hello', 'http://m2:8002/api/hello'],
  ])('with the base URL %j resolves %j as axios does', (baseURL, url, href) => {
    const config = {
      headers,
      ...(baseURL === undefined ? {} : { baseURL }),
      ...(url === undefined ? {} : { url }),
    };

    expect(ownInstanceUrl(BASE, config)).toBe(href);
  });

  it.each([
    ['http://m2:8002', '/hello'],
    ['http://m2:8002/api', '/../hello'],
    ['http://m2:8002/api', '//else/hello'],
    ['http://else/api', '/hello'],
  ])('with the base URL %j refuses %j', (baseURL, url) => {
    expect(() => ownInstanceUrl(BASE, { baseURL, url, headers })).toThrow(TargetUrlNotAllowed);
  });
});
