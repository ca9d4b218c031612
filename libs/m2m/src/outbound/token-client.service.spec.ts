import { outboundBench } from '../../../../test/support/outbound-fixture.js';
import { refused } from '../../../../test/support/stub-auth-server.js';
import type { TokenClientService } from './token-client.service.js';

describe('TokenClientService', () => {
  const bench = outboundBench();

  /** Every door to a target, as a call of `/hello`. */
  const doors = [
    ['for', (client: TokenClientService, target: string) => client.for(target).get('/hello')],
    ['fetch', (client: TokenClientService, target: string) => client.fetch(target, '/hello')],
    ['getToken', (client: TokenClientService, target: string) => client.getToken(target)],
  ] as const;

  it('gives the same token whatever the order of the scopes', async () => {
    const { client } = bench.start();

    const first = await client.getToken('m2', { scope: 'b a' });
    const second = await client.getToken('m2', { scope: ['a', 'b', 'a'] });

    expect(second).toBe(first);
    expect(bench.authServer.requests.map(({ body }) => body)).toEqual([
      '{"target":"m2","scope":"a b"}',
    ]);
  });

  it('asks for the scopes of a call', async () => {
    const { client } = bench.start();

    await client.for('m2', { scope: 'a' }).get('/hello');
    await client.fetch('m2', '/hello', { scope: 'b' });

    expect(bench.authServer.requests.map(({ body }) => body)).toEqual([
      '{"target":"m2","scope":"a"}',
      '{"target":"m2","scope":"b"}',
    ]);
  });

  it('gives the same axios instance for the same target and scopes, and only for those', () => {
    const { client } = bench.start();

    expect(client.for('m2', { scope: 'b a' })).toBe(client.for('m2', { scope: 'a b' }));
    expect(client.for('m2')).not.toBe(client.for('m2', { scope: 'a' }));
  });

  it('sends one token request for 100 concurrent calls with a cold cache', async () => {
    const { client } = bench.start();

    await Promise.all(Array.from({ length: 100 }, () => client.for('m2').get('/hello')));

    expect(bench.m2.requests).toHaveLength(100);
    expect(bench.authServer.requests).toHaveLength(1);
  });

  describe.each(doors)('by %s', (_, call) => {
    it.each([[''], ['M2'], ['m2 '], ['../m2'], ['http://else'], ['__proto__'], ['a'.repeat(64)]])(
      'refuses the target %j at once and sends nothing',
      async (target) => {
        const { client } = bench.start();

        await expect((async () => call(client, target))()).rejects.toMatchObject({
          code: 'M2M_TARGET_INVALID',
        });
        expect(bench.authServer.requests).toEqual([]);
      },
    );

    it.each([
      ['the policy forbids it', refused('M2M_EDGE_NOT_ALLOWED'), 'M2M_EDGE_NOT_ALLOWED'],
      ['the credential has expired', refused('M2M_TOKEN_EXPIRED'), 'M2M_CREDENTIAL_EXPIRED'],
      ['the credential is rejected', refused('M2M_KEY_UNKNOWN'), 'M2M_CREDENTIAL_REJECTED'],
      ['the auth-server is down', 'reset' as const, 'M2M_AUTH_SERVER_UNREACHABLE'],
      ['the auth-server talks nonsense', { body: 'x' }, 'M2M_TOKEN_RESPONSE_INVALID'],
    ])('never calls without a token: when %s', async (_reason, reply, code) => {
      const { client } = bench.start();
      bench.authServer.reply = () => reply;

      await expect(call(client, 'm2')).rejects.toMatchObject({ code });
      expect(bench.m2.requests).toEqual([]);
    });

    it('never calls without a credential', async () => {
      const { client } = bench.start({ credential: undefined });

      await expect(call(client, 'm2')).rejects.toMatchObject({ code: 'M2M_CREDENTIAL_MISSING' });
      expect([bench.authServer.requests, bench.m2.requests]).toEqual([[], []]);
    });
  });

  describe.each(doors.slice(0, 2))('for a target without a base URL, by %s', (_, call) => {
    it('lets the policy speak first', async () => {
      const { client } = bench.start();
      bench.authServer.reply = () => refused('M2M_EDGE_NOT_ALLOWED');

      await expect(call(client, 'm9')).rejects.toMatchObject({ code: 'M2M_EDGE_NOT_ALLOWED' });
    });

    it('says which option is missing when the policy allows it', async () => {
      const { client } = bench.start();

      await expect(call(client, 'm9')).rejects.toMatchObject({
        code: 'M2M_TARGET_UNKNOWN',
        target: 'm9',
        message: expect.stringContaining('"m9": "http://host:port"'),
      });
    });
  });

  it('forgets a target on demand', async () => {
    const { client } = bench.start();
    await client.getToken('m2');

    client.invalidate('m2');

    await expect(client.getToken('m2')).resolves.toBe('token-2');
    expect(client.snapshot()).toMatchObject([{ target: 'm2', state: 'fresh' }]);
  });

  it("ends a caller's wait for a token by its signal", async () => {
    const { client } = bench.start();

    await expect(client.getToken('m2', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
