import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { outboundBench, until } from '../../../../test/support/outbound-fixture.js';
import { granted, json, refused } from '../../../../test/support/stub-auth-server.js';
import { heldReply, type SeenRequest } from '../../../../test/support/stub-server.js';
import { readUsedProof } from '../inbound/dpop/dpop-proofs.js';
import { tokenHashOf } from '../inbound/dpop/judge-proof.js';
import type { M2MOutboundOptions } from './outbound-options.js';
import type { TokenClientService } from './token-client.service.js';

type Door = (client: TokenClientService, method?: 'GET' | 'POST') => Promise<unknown>;

const DOORS: readonly (readonly [string, Door])[] = [
  [
    'axios',
    (client, method = 'GET') => client.for('m2').request({ method, url: '/hello?a=1', data: 'x' }),
  ],
  [
    'fetch',
    async (client, method = 'GET') => {
      const body = method === 'GET' ? null : 'x';
      return (await client.fetch('m2', '/hello?a=1', { method, body })).text();
    },
  ],
  [
    'the pool',
    async (client, method = 'GET') =>
      (await client.request('m2', '/hello?a=1', { method, body: 'x' })).body.text(),
  ],
];

const boundGrant = (nth: number) =>
  json(200, {
    accessToken: `token-${nth}`,
    tokenType: 'DPoP',
    expiresIn: 1800,
    refreshIn: 300,
  });

const challenge = (error: string, scheme = 'DPoP', headers: Record<string, string> = {}) => ({
  status: 401,
  headers: { 'www-authenticate': `${scheme} realm="m2", error="${error}"`, ...headers },
  body: 'no',
});

describe('a client that binds its tokens', () => {
  const bench = outboundBench();
  const start = (dpop: M2MOutboundOptions['dpop']) => {
    bench.authServer.reply = ({ headers }, nth) =>
      headers['dpop'] === undefined ? granted({ accessToken: `token-${nth}` }) : boundGrant(nth);
    const started = bench.start({ dpop });
    /** What a request proves, as the receiving half reads it. */
    const proven = ({ method, path, headers }: SeenRequest, base: string, token?: string) =>
      readUsedProof({ method, headers } as unknown as IncomingMessage, {
        uris: [new URL(path.replace(/\?.*/, ''), base).href],
        clock: started.clock,
        ...(token !== undefined && { tokenHash: tokenHashOf(token) }),
      });
    return { ...started, proven };
  };

  describe.each(DOORS)('through %s', (_name, call) => {
    it('proves its key with the token request and with every call', async () => {
      const { client, proven } = start(true);
      await call(client);
      await call(client, 'POST');
      const [asked] = bench.authServer.requests;
      const calls = bench.m2.requests;
      expect(calls.map(({ headers }) => headers['authorization'])).toEqual([
        'DPoP token-1',
        'DPoP token-1',
      ]);
      const proofs = [
        proven(asked as SeenRequest, bench.authServer.url),
        ...calls.map((request) => proven(request, bench.m2.url, 'token-1')),
      ];
      expect(new Set(proofs.map(({ thumbprint }) => thumbprint)).size).toBe(1);
      expect(new Set(proofs.map(({ proofId }) => proofId)).size).toBe(3);
    });

    it('makes a new proof for the second try, with the new token', async () => {
      const { client, proven } = start(true);
      bench.m2.reply = (_, nth) => (nth === 1 ? challenge('invalid_token') : { body: 'hello' });
      await call(client);
      const [first, second] = bench.m2.requests as [SeenRequest, SeenRequest];
      expect(second.headers['authorization']).toBe('DPoP token-2');
      const ids = [
        proven(first, bench.m2.url, 'token-1').proofId,
        proven(second, bench.m2.url, 'token-2').proofId,
      ];
      expect(ids[0]).not.toBe(ids[1]);
    });

    it('sends the nonce that the target wants to see, whatever the method', async () => {
      const { client } = start(true);
      const nonce = { 'dpop-nonce': 'n-1' };
      bench.m2.reply = (_, nth) =>
        nth === 1 ? challenge('use_dpop_nonce', 'DPoP', nonce) : { body: 'hello' };
      await call(client, 'POST');
      await call(client);
      expect(bench.m2.requests.map(nonceOf)).toEqual([undefined, 'n-1', 'n-1']);
      expect(bench.authServer.requests).toHaveLength(1);
    });

    it('tries twice at most when the same nonce is asked for again', async () => {
      const { client } = start(true);
      bench.m2.reply = () => challenge('use_dpop_nonce', 'DPoP', { 'dpop-nonce': 'n-1' });
      await call(client).catch(() => undefined);
      await call(client).catch(() => undefined);
      expect(bench.m2.requests).toHaveLength(4);
    });

    it('sends the nonce in both of two calls that were told of it at the same time', async () => {
      const { client } = start(true);
      const told = heldReply();
      bench.m2.reply = (request) => (nonceOf(request) === 'n-1' ? { body: 'hello' } : told.reply);
      const calls = [call(client, 'POST'), call(client, 'POST')];
      await until(() => bench.m2.requests.length === 2);
      told.release(challenge('use_dpop_nonce', 'DPoP', { 'dpop-nonce': 'n-1' }));
      await Promise.all(calls);
      expect(bench.m2.requests.map(nonceOf)).toEqual([undefined, undefined, 'n-1', 'n-1']);
    });

    it('binds tokens from then on when the target takes no others', async () => {
      const { client } = start('when-required');
      bench.m2.reply = ({ headers }) =>
        headers['dpop'] === undefined ? challenge('invalid_token') : { body: 'hello' };
      await call(client);
      expect(bench.m2.requests.map(({ headers }) => headers['authorization'])).toEqual([
        'Bearer token-1',
        'DPoP token-2',
      ]);
    });

    it('has a bound token for the call after one that may not be repeated', async () => {
      const { client } = start('when-required');
      bench.m2.reply = ({ headers }) =>
        headers['dpop'] === undefined ? challenge('invalid_token') : { body: 'hello' };
      await call(client, 'POST').catch(() => undefined);
      await call(client, 'POST');
      expect(bench.m2.requests.map(({ headers }) => headers['authorization'])).toEqual([
        'Bearer token-1',
        'DPoP token-2',
      ]);
    });

    it('has one though a bearer token was under way when the target refused such', async () => {
      const { client, tokens } = start('when-required');
      const bearer = heldReply();
      bench.authServer.reply = ({ headers }, nth) =>
        headers['dpop'] === undefined ? bearer.reply : boundGrant(nth);
      const underWay = client.getToken('m2');
      await until(() => bench.authServer.requests.length === 1);
      tokens.bind('m2', '');
      bearer.release(granted({ accessToken: 'token-1' }));
      await underWay;
      await call(client, 'POST');
      expect(bench.m2.requests[0]?.headers['authorization']).toBe('DPoP token-2');
    });

    it('leaves bearer tokens to doors that can prove no key, whatever the target demanded', async () => {
      const { client } = start('when-required');
      bench.m2.reply = ({ headers }) =>
        headers['dpop'] === undefined ? challenge('invalid_token') : { body: 'hello' };
      await call(client);
      expect(await client.getToken('m2')).toBe('token-1');
      client.invalidate('m2');
      expect(await client.getToken('m2')).toBe('token-3');
      await call(client);
      const proofs = bench.authServer.requests.map(({ headers }) => headers['dpop'] !== undefined);
      expect(proofs).toEqual([false, true, false, true]);
    });
  });

  it('replaces a proof of the application by its own, or by none', async () => {
    for (const [dpop, expected] of [
      [true, /^eyJ/],
      [false, undefined],
    ] as const) {
      const { client } = start(dpop);
      const headers = { DPoP: 'forged' };
      await client.for('m2').get('/hello', { headers });
      await client.fetch('m2', '/hello', { headers });
      await (await client.request('m2', '/hello', { headers })).body.dump();
      for (const { headers: sent } of bench.m2.requests.splice(0)) {
        if (expected === undefined) expect(sent['dpop']).toBeUndefined();
        else expect(sent['dpop']).toMatch(expected);
      }
    }
  });

  it('uses the key that it is given', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { client, proven } = start({ key: privateKey });
    await client.getToken('m2');
    const [asked] = bench.authServer.requests as [SeenRequest];
    expect(proven(asked, bench.authServer.url).thumbprint).toMatch(/^[\w-]{43}$/);
  });

  it('binds only where the policy demands it, and remembers where that is', async () => {
    const { client, clock } = start('when-required');
    bench.authServer.reply = ({ headers, body }, nth) => {
      if (!body.includes('m2')) return granted({ accessToken: `token-${nth}` });
      return headers['dpop'] === undefined ? refused('M2M_DPOP_REQUIRED') : boundGrant(nth);
    };
    await client.getToken('m3');
    await client.getToken('m2');
    clock.advance(1_800_000);
    await client.getToken('m2');
    const proofs = bench.authServer.requests.map(({ headers }) => headers['dpop'] !== undefined);
    expect(proofs).toEqual([false, false, true, true]);
  });

  it.each([false, undefined])('says what to do when it does not (%s)', async (dpop) => {
    const { client } = start(dpop);
    bench.authServer.reply = () => refused('M2M_DPOP_REQUIRED');
    await expect(client.getToken('m2')).rejects.toMatchObject({
      code: 'M2M_BOUND_TOKEN_REQUIRED',
      target: 'm2',
      reason: 'M2M_DPOP_REQUIRED',
      decisionId: 'd-1',
      message: expect.stringContaining('"dpop"'),
    });
  });

  it('says so when its proof is not accepted', async () => {
    const { client } = start(true);
    bench.authServer.reply = () => refused('M2M_DPOP_PROOF_EXPIRED');
    await expect(client.getToken('m2')).rejects.toMatchObject({
      code: 'M2M_PROOF_NOT_ACCEPTED',
      reason: 'M2M_DPOP_PROOF_EXPIRED',
    });
  });

  it('takes no bearer token for a bound one, nor the other way round', async () => {
    const bound = start(true);
    bench.authServer.reply = () => granted();
    const invalid = { code: 'M2M_TOKEN_RESPONSE_INVALID' };
    await expect(bound.client.getToken('m2')).rejects.toMatchObject(invalid);
    const bearer = start(false);
    bench.authServer.reply = () => boundGrant(1);
    await expect(bearer.client.getToken('m2')).rejects.toMatchObject(invalid);
  });

  it('never shows key, proof or token in what an application gets to see', async () => {
    const { client } = start(true);
    bench.m2.reply = () => ({ status: 500, body: 'no' });
    const error: unknown = await client
      .for('m2')
      .get('/hello')
      .catch((thrown: unknown) => thrown);
    const [sent] = bench.m2.requests;
    const shown = JSON.stringify(error) + JSON.stringify(client.snapshot());
    expect(shown).not.toContain(String(sent?.headers['dpop']));
    expect(shown).not.toContain('token-1');
  });

  it.each([1, 'always', {}, { key: 'pem' }, null])('does not start with dpop: %j', (dpop) => {
    expect(() => bench.start({ dpop: dpop as unknown as true })).toThrow(
      expect.objectContaining({ option: 'dpop' }),
    );
  });
});

function nonceOf({ headers }: SeenRequest): unknown {
  const [, payload = ''] = String(headers['dpop']).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { nonce?: string };
  return claims.nonce;
}
