import { outboundBench } from '../../../../test/support/outbound-fixture.js';
import { invalidToken } from '../../../../test/support/stub-target.js';

describe('fetch of a target', () => {
  const bench = outboundBench();

  it('sends what it is given, with the token in place of any other Authorization', async () => {
    const answer = await bench.start().client.fetch('m2', '/query?a=b', {
      method: 'POST',
      headers: { 'x-a': 'b', host: 'm3', authorization: 'Bearer mine' },
      body: 'c',
    });

    expect([answer.status, await answer.text()]).toEqual([200, 'hello']);
    expect(bench.m2.requests[0]).toMatchObject({
      method: 'POST',
      path: '/query?a=b',
      headers: { 'x-a': 'b', host: new URL(bench.m2.url).host, authorization: 'Bearer token-1' },
      body: 'c',
    });
  });

  it('refuses a URL that leads elsewhere before anything is sent', async () => {
    for (const path of [bench.canary.url, `//127.0.0.2:${bench.canary.port}/`, '/../x']) {
      await expect(bench.start().client.fetch('m2', path)).rejects.toMatchObject({
        code: 'M2M_TARGET_URL_NOT_ALLOWED',
      });
    }
    expect([bench.authServer.requests, bench.canary.requests]).toEqual([[], []]);
  });

  it.each([[301], [302], [303], [307], [308]])('does not follow a %d', async (status) => {
    bench.m2.reply = () => ({ status, headers: { location: bench.canary.url } });

    await expect(
      bench.start().client.fetch('m2', '/hello', { redirect: 'follow' }),
    ).rejects.toMatchObject({
      code: 'M2M_TARGET_REDIRECTED',
      status,
    });
    expect(bench.canary.requests).toEqual([]);
  });

  it('passes on every other status, 304 too', async () => {
    bench.m2.reply = () => ({ status: 304 });
    await expect(bench.start().client.fetch('m2', '/hello')).resolves.toMatchObject({
      status: 304,
    });

    bench.m2.reply = () => ({ status: 500 });
    await expect(bench.start().client.fetch('m2', '/hello')).resolves.toMatchObject({
      status: 500,
    });
  });

  it('tries once more with a fresh token after a 401 invalid_token', async () => {
    bench.m2.reply = ({ headers }) =>
      headers.authorization === 'Bearer token-1' ? invalidToken : { body: 'hello' };

    const answer = await bench.start().client.fetch('m2', '/hello', { method: 'PUT', body: 'a' });

    expect(await answer.text()).toBe('hello');
    expect(bench.m2.requests.map(({ body }) => body)).toEqual(['a', 'a']);
  });

  it.each([
    ['a second 401', { method: 'GET' }, 2],
    ['a method that is not idempotent', { method: 'POST', body: 'a' }, 1],
    [
      'a body that is used up',
      { method: 'PUT', body: new Blob(['a']).stream(), duplex: 'half' },
      1,
    ],
  ] as const)('passes on %s', async (_, init, times) => {
    bench.m2.reply = () => invalidToken;

    await expect(bench.start().client.fetch('m2', '/hello', init)).resolves.toMatchObject({
      status: 401,
    });
    expect(bench.m2.requests).toHaveLength(times);
  });

  it('passes on a 401 that does not blame the token', async () => {
    bench.m2.reply = () => ({ status: 401 });

    await expect(bench.start().client.fetch('m2', '/hello')).resolves.toMatchObject({
      status: 401,
    });
    expect(bench.m2.requests).toHaveLength(1);
  });

  it('says that the target is away', async () => {
    await bench.m2.close();

    await expect(bench.start().client.fetch('m2', '/hello')).rejects.toMatchObject({
      code: 'M2M_TARGET_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('says in words what has no code', async () => {
    const answer = bench.start().client.fetch('m2', '/hello', {
      method: 'POST',
      headers: { 'content-length': '5' },
      body: 'a',
    });

    await expect(answer).rejects.toMatchObject({ code: 'M2M_TARGET_UNREACHABLE' });
  });

  it('ends a call at its deadline', async () => {
    bench.m2.reply = () => 'hang';

    await expect(
      bench.start({ callTimeoutMs: 50 }).client.fetch('m2', '/hello'),
    ).rejects.toMatchObject({
      code: 'M2M_TARGET_TIMEOUT',
      timeoutMs: 50,
    });
  });

  it("ends a call by the caller's signal, with its reason", async () => {
    const caller = new AbortController();
    bench.m2.reply = () => {
      caller.abort(new Error('gone'));
      return 'hang';
    };

    await expect(
      bench.start().client.fetch('m2', '/hello', { signal: caller.signal }),
    ).rejects.toThrow('gone');
  });

  it('passes on a mistake in the request itself', async () => {
    const init = { method: 'GET', headers: { 'bad header': 'a' } };

    await expect(bench.start().client.fetch('m2', '/hello', init)).rejects.toThrow('"bad header"');
  });
});
