import { Readable } from 'node:stream';
import { isAxiosError } from 'axios';
import { outboundBench } from '../../../../test/support/outbound-fixture.js';
import { granted } from '../../../../test/support/stub-auth-server.js';
import { invalidToken } from '../../../../test/support/stub-target.js';

describe('the answer to a call over axios', () => {
  const bench = outboundBench();

  describe('after a 401 invalid_token', () => {
    beforeEach(() => {
      bench.m2.reply = ({ headers }) =>
        headers.authorization === 'Bearer token-1' ? invalidToken : { body: 'hello' };
    });

    it('tries once more with a fresh token', async () => {
      await expect(bench.start().client.for('m2').get('/hello')).resolves.toMatchObject({
        status: 200,
        data: 'hello',
      });
      expect(bench.m2.requests.map(({ headers }) => headers.authorization)).toEqual([
        'Bearer token-1',
        'Bearer token-2',
      ]);
    });

    it('does so too when the application accepts every status, or streams', async () => {
      const accepting = { validateStatus: () => true, responseType: 'stream' } as const;

      await expect(bench.start().client.for('m2').get('/hello', accepting)).resolves.toMatchObject({
        status: 200,
      });
    });

    it('sends the body again', async () => {
      await bench.start().client.for('m2').put('/hello', { a: 1 });

      expect(bench.m2.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
    });

    it('gives up after the second 401', async () => {
      bench.m2.reply = () => invalidToken;

      await expect(bench.start().client.for('m2').get('/hello')).rejects.toMatchObject({
        response: { status: 401 },
      });
      expect([bench.m2.requests.length, bench.authServer.requests.length]).toEqual([2, 2]);
    });

    it('does not turn a flood of 401 into a flood at the auth-server', async () => {
      bench.m2.reply = () => invalidToken;
      const client = bench.start().client;
      for (let call = 0; call < 20; call += 1) {
        await client
          .for('m2')
          .get('/hello')
          .catch(() => undefined);
      }

      expect(bench.authServer.requests).toHaveLength(2);
    });

    it('does not repeat a method that is not idempotent, unless told to', async () => {
      await expect(bench.start().client.for('m2').post('/hello', {})).rejects.toMatchObject({
        response: { status: 401 },
      });
      await expect(
        bench
          .start({ retryOn401: ['POST'] })
          .client.for('m2')
          .post('/hello', {}),
      ).resolves.toMatchObject({ status: 200 });
    });

    it('does not repeat a body that is used up', async () => {
      await expect(
        bench
          .start()
          .client.for('m2')
          .put('/hello', Readable.from(['a'])),
      ).rejects.toMatchObject({
        response: { status: 401 },
      });
      expect(bench.m2.requests).toHaveLength(1);
    });

    it.each([
      ['without a challenge', {}],
      ['for another reason', { 'www-authenticate': 'Bearer error="insufficient_scope"' }],
    ])('does not repeat a 401 %s', async (_, headers) => {
      bench.m2.reply = () => ({ status: 401, headers });

      await expect(bench.start().client.for('m2').get('/hello')).rejects.toMatchObject({
        response: { status: 401 },
      });
      expect(bench.m2.requests).toHaveLength(1);
    });

    it('passes the 401 on when no other token can be had', async () => {
      bench.authServer.reply = (_, nth) => (nth === 1 ? granted() : 'reset');

      await expect(bench.start().client.for('m2').get('/hello')).rejects.toMatchObject({
        response: { status: 401 },
      });
    });
  });

  describe('when the target fails', () => {
    it.each([
      ['refuses the connection', undefined, 'ECONNREFUSED'],
      ['resets it', 'reset' as const, 'ECONNRESET'],
      ['breaks off in the middle', 'cut' as const, 'stream has been aborted'],
      ['answers without end', 'endless' as const, 'maxContentLength size of 1000 exceeded'],
    ])('says so when it %s', async (_, reply, reason) => {
      if (reply === undefined) await bench.m2.close();
      else bench.m2.reply = () => reply;

      await expect(
        bench.start({ maxResponseBytes: 1_000 }).client.for('m2').get('/hello'),
      ).rejects.toMatchObject({
        code: 'M2M_TARGET_UNREACHABLE',
        target: 'm2',
        message: expect.stringContaining(reason),
      });
    });

    it.each([
      ['the default deadline', { callTimeoutMs: 50 }, {}],
      ['the deadline of the call', {}, { timeout: 50 }],
    ])('ends it at %s, to the last byte', async (_, options, config) => {
      bench.m2.reply = () => ({ headers: { 'content-length': '10' }, body: 'half' });

      await expect(
        bench.start(options).client.for('m2').get('/hello', config),
      ).rejects.toMatchObject({
        code: 'M2M_TARGET_TIMEOUT',
        timeoutMs: 50,
      });
    });

    it.each([[304], [404], [500]])(
      'leaves %d as the AxiosError that applications know',
      async (status) => {
        bench.m2.reply = () => ({ status });
        const error: unknown = await bench
          .start()
          .client.for('m2')
          .get('/hello')
          .catch((caught: unknown) => caught);

        expect(isAxiosError(error)).toBe(true);
        expect(error).toMatchObject({
          response: { status },
          config: { url: '/hello' },
        });
      },
    );

    it('lets a call set a smaller cap than the default', async () => {
      bench.m2.reply = () => ({ body: 'a'.repeat(100) });

      await expect(
        bench.start().client.for('m2').get('/', { maxContentLength: 10 }),
      ).rejects.toMatchObject({
        code: 'M2M_TARGET_UNREACHABLE',
      });
    });
  });

  describe('when the application gives up', () => {
    it('ends the call under way', async () => {
      const caller = new AbortController();
      bench.m2.reply = () => {
        caller.abort();
        return 'hang';
      };

      const call = bench.start().client.for('m2').get('/hello', { signal: caller.signal });

      await expect(call).rejects.toMatchObject({ code: 'ERR_CANCELED' });
    });

    it('ends the wait for a token', async () => {
      const caller = new AbortController();
      bench.authServer.reply = () => {
        caller.abort();
        return 'hang';
      };

      const call = bench
        .start({ timeoutMs: 200, attempts: 1 })
        .client.for('m2')
        .get('/hello', { signal: caller.signal });

      await expect(call).rejects.toMatchObject({ code: 'ERR_CANCELED' });
      expect(bench.m2.requests).toEqual([]);
    });
  });
});
