import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { type AxiosRequestConfig } from 'axios';
import { outboundBench } from '../../../../test/support/outbound-fixture.js';
import { granted } from '../../../../test/support/stub-auth-server.js';

async function everythingShown(outcome: Promise<unknown>): Promise<string> {
  const shown = await outcome.catch((error: unknown) => error);
  const toJson = (shown as { toJSON?: () => unknown }).toJSON?.();
  return [inspect(shown, { depth: 8 }), JSON.stringify(toJson), String(shown)].join('\n');
}

describe('an axios instance bound to a target', () => {
  const bench = outboundBench();

  describe('keeps the token with its target', () => {
    it.each<[string, (url: string) => AxiosRequestConfig]>([
      ['an absolute URL', (url) => ({ url: `${url}/hello` })],
      ['a protocol-relative URL', (url) => ({ url: `${url.replace('http:', '')}/hello` })],
      ['an absolute URL that is asked for', (url) => ({ url, allowAbsoluteUrls: true })],
      ['another baseURL', (url) => ({ url: '/hello', baseURL: url })],
      ['a backslash', (url) => ({ url: `/\\${url.slice(7)}` })],
      ['a parent segment', () => ({ url: '/../hello' })],
      ['a data URL', () => ({ url: 'data:text/plain,hello' })],
      ['userinfo', (url) => ({ url: `http://127.0.0.1@${url.slice(7)}` })],
    ])('refuses %s before anything is sent', async (_, config) => {
      await expect(
        bench.start().client.for('m2').request(config(bench.canary.url)),
      ).rejects.toMatchObject({
        code: 'M2M_TARGET_URL_NOT_ALLOWED',
      });
      expect([bench.authServer.requests, bench.m2.requests, bench.canary.requests]).toEqual([
        [],
        [],
        [],
      ]);
    });

    it.each([
      ['as it is', {}],
      ['even when a call wants it', { maxRedirects: 5 }],
    ])('does not follow a redirect, %s', async (_, config) => {
      bench.m2.reply = () => ({ status: 302, headers: { location: `${bench.canary.url}/hello` } });

      await expect(bench.start().client.for('m2').get('/hello', config)).rejects.toMatchObject({
        code: 'M2M_TARGET_REDIRECTED',
        status: 302,
      });
      expect(bench.canary.requests).toEqual([]);
    });

    it('uses no proxy, neither of the environment nor of a call', async () => {
      const before = { ...process.env };
      Object.assign(process.env, { HTTP_PROXY: bench.canary.url, http_proxy: bench.canary.url });
      const proxy = { host: '127.0.0.2', port: bench.canary.port };

      await bench.start().client.for('m2').get('/hello', { proxy });

      process.env = before;
      expect(bench.canary.requests).toEqual([]);
      expect(bench.m2.requests).toHaveLength(1);
    });

    it('goes to the target even when a call names a socket', async () => {
      await bench.start().client.for('m2').get('/hello', { socketPath: '/nowhere' });

      expect(bench.m2.requests).toHaveLength(1);
    });

    it('is not got past by an interceptor of the application', async () => {
      const instance = bench.start().client.for('m2');
      instance.interceptors.request.use((config) => ({ ...config, url: bench.canary.url }));

      await expect(instance.get('/hello')).rejects.toMatchObject({
        code: 'M2M_TARGET_URL_NOT_ALLOWED',
      });
    });

    it('replaces a Host header, which could lead to another site of the same machine', async () => {
      await bench
        .start()
        .client.for('m2')
        .get('/hello', { headers: { host: 'm3' } });

      expect(bench.m2.requests[0]?.headers.host).toBe(new URL(bench.m2.url).host);
    });

    it.each<[string, AxiosRequestConfig]>([
      ['an Authorization header', { headers: { authorization: 'Bearer mine' } }],
      ['auth', { auth: { username: 'a', password: 'b' } }],
    ])('replaces %s of the application', async (_, config) => {
      await bench.start().client.for('m2').get('/hello', config);

      expect(bench.m2.requests[0]?.headers.authorization).toBe('Bearer token-1');
    });
  });

  it('sends path, query and body below the base URL', async () => {
    const client = bench.start({ targets: { m2: `${bench.m2.url}/api/` } }).client;

    await client.for('m2').post('/query', { a: 1 }, { params: { b: 'c d' } });

    expect(bench.m2.requests[0]).toMatchObject({
      method: 'POST',
      path: '/api/query?b=c+d',
      body: '{"a":1}',
    });
  });

  describe('hides the token from logs', () => {
    it.each([
      ['a response', () => ({ body: 'hello' }), {}],
      ['an error with a status', () => ({ status: 500, body: 'no' }), {}],
      ['a lost connection', () => 'reset' as const, {}],
      ['a timeout', () => 'hang' as const, { timeout: 50 }],
      ['an answer that is too large', () => 'endless' as const, {}],
      ['a streamed response', () => ({ body: 'hello' }), { responseType: 'stream' as const }],
    ])('of %s', async (_, reply, config) => {
      bench.authServer.reply = () => granted({ accessToken: 'hush-hush' });
      bench.m2.reply = reply;

      const shown = await everythingShown(bench.start().client.for('m2').get('/hello', config));

      expect(bench.m2.requests[0]?.headers.authorization).toBe('Bearer hush-hush');
      expect(shown).not.toContain('hush-hush');
    });

    it('of a streamed answer that is too large', async () => {
      bench.authServer.reply = () => granted({ accessToken: 'hush-hush' });
      bench.m2.reply = () => 'endless';
      const { data } = await bench
        .start({ maxResponseBytes: 1_000 })
        .client.for('m2')
        .get<Readable>('/hello', { responseType: 'stream' });

      const shown = await everythingShown(text(data));

      expect(shown).toContain('its answer is larger than 1000 bytes');
      expect(shown).not.toContain('hush-hush');
    });
  });
});
