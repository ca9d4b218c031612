import { create } from 'axios';
import { outboundBench } from '../../../../test/support/outbound-fixture.js';

describe("an axios instance of the application's own making", () => {
  const bench = outboundBench();

  it.each([
    ['a base URL of its own', (url: string) => ({ baseURL: `${url}/api` }), 'hello', '/api/hello'],
    ['a base URL and no path', (url: string) => ({ baseURL: `${url}/api` }), '', '/api'],
    ['absolute URLs', () => ({}), ':/hello', '/hello'],
    ['paths', () => ({}), '/hello', '/hello'],
  ])('carries the token with %s', async (_, config, url, path) => {
    const own = create(config(bench.m2.url));
    own.interceptors.request.use(bench.start().client.interceptor('m2'));

    await own.get(url.replace(/^:/, bench.m2.url));

    expect(bench.m2.requests[0]).toMatchObject({
      path,
      headers: { authorization: 'Bearer token-1' },
    });
  });

  it.each([
    ['the base URL leads elsewhere', () => ({ baseURL: bench.canary.url }), '/hello'],
    ['the URL leads elsewhere', () => ({ baseURL: bench.m2.url }), 'CANARY/hello'],
    ['the URL is protocol-relative', () => ({ baseURL: bench.m2.url }), '//127.0.0.2/hello'],
  ])('sends nothing when %s', async (_, config, url) => {
    const own = create(config());
    own.interceptors.request.use(bench.start().client.interceptor('m2'));

    await expect(own.get(url.replace('CANARY', bench.canary.url))).rejects.toMatchObject({
      code: 'M2M_TARGET_URL_NOT_ALLOWED',
    });
    expect([bench.authServer.requests, bench.canary.requests]).toEqual([[], []]);
  });

  it('goes through the adapter that it has', async () => {
    const seen: unknown[] = [];
    const own = create({
      adapter: (config) => {
        seen.push(config.url, config.headers.get('authorization'));
        return Promise.resolve({
          data: 'fake',
          status: 200,
          statusText: 'OK',
          headers: {},
          config,
        });
      },
    });
    own.interceptors.request.use(bench.start().client.interceptor('m2'));

    await expect(own.get('/hello')).resolves.toMatchObject({ data: 'fake' });
    expect(seen).toEqual([`${bench.m2.url}/hello`, 'Bearer token-1']);
  });

  it.each([[new Error('fake')], ['fake'], [null]])(
    'passes on what that adapter throws, when axios did not make it: %p',
    async (thrown) => {
      const own = create({
        adapter: () => {
          throw thrown;
        },
      });
      own.interceptors.request.use(bench.start().client.interceptor('m2'));

      await expect(own.get('/hello')).rejects.toBe(thrown);
    },
  );
});
