import { Readable } from 'node:stream';
import { outboundBench, recordedEvents } from '../../../../test/support/outbound-fixture.js';
import { invalidToken } from '../../../../test/support/stub-target.js';

const text = () => Readable.from(['a']);
const noSpan = () => Promise.reject(new Error('no span'));

describe('the pooled door', () => {
  const bench = outboundBench();

  it('sends what it is given, with the token in place of any other Authorization', async () => {
    const answer = await bench.start().client.request('m2', '/query?a=b', {
      method: 'POST',
      headers: { 'X-A': 'b', Host: 'm3', Authorization: 'Bearer mine' },
      body: 'c',
    });

    expect([answer.statusCode, await answer.body.text()]).toEqual([200, 'hello']);
    expect(bench.m2.requests[0]).toMatchObject({
      method: 'POST',
      path: '/query?a=b',
      headers: { 'x-a': 'b', host: new URL(bench.m2.url).host, authorization: 'Bearer token-1' },
      body: 'c',
    });
  });

  it('sends the headers of whoever traces it', async () => {
    const { events } = recordedEvents();
    const { client } = bench.start({
      events: { ...events, calling: (_target, _method, send) => send({ traceparent: '00-1' }) },
    });
    await (await client.request('m2', '/hello', { headers: { traceparent: 'mine' } })).body.dump();

    expect(bench.m2.requests[0]?.headers['traceparent']).toBe('00-1');
  });

  it('passes on what goes wrong in whoever traces it', async () => {
    const { events } = recordedEvents();
    const { client } = bench.start({ events: { ...events, calling: noSpan } });

    await expect(client.request('m2', '/hello')).rejects.toThrow('no span');
  });

  it('keeps its connection from call to call', async () => {
    const { client } = bench.start();
    const seen = new Set<string>();
    bench.m2.reply = ({ headers }) => ({ body: headers.connection ?? '' });
    for (const _ of [1, 2]) {
      const { body } = await client.request('m2', '/');
      seen.add(await body.text());
    }

    expect(seen).toEqual(new Set(['keep-alive']));
  });

  it('asks for the scope that is given', async () => {
    await (await bench.start().client.request('m2', '/', { scope: 'b a' })).body.dump();

    expect(JSON.parse(bench.authServer.requests[0]?.body ?? '')).toMatchObject({ scope: 'a b' });
  });

  it('refuses a URL that leads elsewhere before anything is sent', async () => {
    for (const path of [bench.canary.url, `//127.0.0.2:${bench.canary.port}/`, '/../x']) {
      await expect(bench.start().client.request('m2', path)).rejects.toMatchObject({
        code: 'M2M_TARGET_URL_NOT_ALLOWED',
      });
    }
    expect([bench.authServer.requests, bench.canary.requests]).toEqual([[], []]);
  });

  it('says that a target has no base URL', async () => {
    await expect(bench.start({ targets: {} }).client.request('m2', '/')).rejects.toMatchObject({
      code: 'M2M_TARGET_UNKNOWN',
    });
  });

  it.each([[301], [302], [303], [307], [308]])('does not follow a %d', async (status) => {
    bench.m2.reply = () => ({ status, headers: { location: bench.canary.url } });

    await expect(bench.start().client.request('m2', '/hello')).rejects.toMatchObject({
      code: 'M2M_TARGET_REDIRECTED',
      status,
    });
    expect(bench.canary.requests).toEqual([]);
  });

  it.each([[304], [404], [500]])('passes on a %d', async (status) => {
    bench.m2.reply = () => ({ status });

    const { statusCode, body } = await bench.start().client.request('m2', '/hello');
    await body.dump();
    expect(statusCode).toBe(status);
  });

  it('tries once more with a fresh token after a 401 invalid_token', async () => {
    bench.m2.reply = ({ headers }) =>
      headers.authorization === 'Bearer token-1' ? invalidToken : { body: 'hello' };

    const answer = await bench.start().client.request('m2', '/', { method: 'PUT', body: 'a' });

    expect(await answer.body.text()).toBe('hello');
    expect(bench.m2.requests.map(({ body }) => body)).toEqual(['a', 'a']);
  });

  it.each([
    ['a second 401', () => ({}), invalidToken, 2],
    ['a method that is not idempotent', () => ({ method: 'POST' as const }), invalidToken, 1],
    ['a used up body', () => ({ method: 'PUT' as const, body: text() }), invalidToken, 1],
    ['a 401 that does not blame the token', () => ({}), { status: 401 }, 1],
    [
      'a 401 that blames something else',
      () => ({}),
      { status: 401, headers: { 'www-authenticate': 'Bearer' } },
      1,
    ],
  ])('passes on %s', async (_, request, reply, times) => {
    bench.m2.reply = () => reply;

    const { statusCode, body } = await bench.start().client.request('m2', '/', request());
    await body.dump();
    expect(statusCode).toBe(401);
    expect(bench.m2.requests).toHaveLength(times);
  });

  it.each(['gone', 'reset'])('says that the target is away: %s', async (how) => {
    if (how === 'gone') await bench.m2.close();
    bench.m2.reply = () => 'reset';

    await expect(bench.start().client.request('m2', '/hello')).rejects.toMatchObject({
      code: 'M2M_TARGET_UNREACHABLE',
    });
  });

  it('ends a call at its deadline', async () => {
    bench.m2.reply = () => 'hang';

    await expect(
      bench.start({ callTimeoutMs: 50 }).client.request('m2', '/hello'),
    ).rejects.toMatchObject({ code: 'M2M_TARGET_TIMEOUT', timeoutMs: 50 });
  });

  it("ends a call by the caller's signal, with its reason", async () => {
    const caller = new AbortController();
    bench.m2.reply = () => {
      caller.abort(new Error('gone'));
      return 'hang';
    };

    await expect(
      bench.start().client.request('m2', '/hello', { signal: caller.signal }),
    ).rejects.toThrow('gone');
  });

  it('passes on a mistake in the request itself', async () => {
    const headers = { 'bad header': 'a' };

    await expect(bench.start().client.request('m2', '/', { headers })).rejects.toThrow(
      'invalid header',
    );
  });

  it('limits what it reads of an answer', async () => {
    bench.m2.reply = () => ({ body: 'x'.repeat(2_000) });
    const { client } = bench.start({ maxResponseBytes: 1_024 });
    const read = client.request('m2', '/').then(({ body }) => body.text());

    await expect(read).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
  });
});
