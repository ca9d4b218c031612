import type { IncomingMessage } from 'node:http';
import { requestUris } from './request-uri.js';

const message = (traits: object = {}) =>
  ({
    url: '/hello?a=1',
    headers: { host: 'm2.example:8002' },
    socket: {},
    ...traits,
  }) as unknown as IncomingMessage;

describe('the address of a request', () => {
  it.each([
    ['of the host that was named', {}, 'http://m2.example:8002/hello'],
    ['over TLS', { socket: { encrypted: true } }, 'https://m2.example:8002/hello'],
    ['over HTTP/2', { headers: { ':authority': 'm2.example' } }, 'http://m2.example/hello'],
    ['below a mounted router', { url: '/', originalUrl: '/hello' }, 'http://m2.example:8002/hello'],
  ])('is the one %s', (_which, traits, uri) => expect(requestUris(message(traits))).toEqual([uri]));

  it('is below every public URL, whatever host was named', () => {
    const publicUrls = ['https://api.example/m2/', 'http://m2.internal'];
    expect(requestUris(message(), publicUrls)).toEqual([
      'https://api.example/m2/hello',
      'http://m2.internal/hello',
    ]);
  });

  it('does not trust what anybody can write beside it', () => {
    const headers = { host: 'm2', 'x-forwarded-host': 'evil', 'x-forwarded-proto': 'https' };
    expect(requestUris(message({ headers }))).toEqual(['http://m2/hello']);
  });

  it.each([{ url: '*' }, { url: 'http://evil/hello' }, { url: undefined }, { headers: {} }])(
    'is not known with %j',
    (traits) => expect(requestUris(message(traits))).toEqual([]),
  );
});
