import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outboundBench, heard, until } from '../../../../test/support/outbound-fixture.js';
import { granted, json, refused } from '../../../../test/support/stub-auth-server.js';

const MINUTE_MS = 60_000;

describe('AccessTokens in trouble', () => {
  const bench = outboundBench();

  describe('while the auth-server is away', () => {
    it('costs no call in 25 minutes of outage with the default lives', async () => {
      const { tokens, clock, log } = bench.start();
      const stepMs = 10_000;
      for (let ms = 0; ms < 40 * MINUTE_MS; ms += stepMs) {
        const renewals = log.filter(([name]) => name === 'renewed').length;
        await tokens.get('m2', '');
        if (tokens.snapshot()[0]?.state === 'stale') await heard(log, 'renewed', renewals + 1);
        clock.advance(stepMs);
      }
      await bench.authServer.close();

      for (let ms = 0; ms < 25 * MINUTE_MS; ms += stepMs) {
        await expect(tokens.get('m2', '')).resolves.toMatch(/^token-/);
        clock.advance(stepMs);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await heard(log, 'renewalFailed', 1);
    });

    it('serves the old token to its end, then names the cause', async () => {
      const { tokens, clock, log } = bench.start();
      await tokens.get('m2', '');
      bench.authServer.reply = () => json(503, {});
      clock.advance(20 * MINUTE_MS);

      await expect(tokens.get('m2', '')).resolves.toBe('token-1');
      await heard(log, 'renewalFailed', 1);
      expect(log.at(-1)).toMatchObject(['renewalFailed', 'm2', { status: 503 }, 1, 595]);

      clock.advance(10 * MINUTE_MS);
      await expect(tokens.get('m2', '')).rejects.toMatchObject({
        code: 'M2M_AUTH_SERVER_UNREACHABLE',
      });
    });

    it('backs off between renewals in the background', async () => {
      const { tokens, clock, log } = bench.start();
      await tokens.get('m2', '');
      bench.authServer.reply = () => json(503, {}, { 'retry-after': '20' });
      clock.advance(5 * MINUTE_MS);
      await tokens.get('m2', '');
      await heard(log, 'renewalFailed', 1);

      clock.advance(19_999);
      await tokens.get('m2', '');
      expect(bench.authServer.requests).toHaveLength(2);

      clock.advance(1);
      await tokens.get('m2', '');
      await heard(log, 'renewalFailed', 2);
      expect(bench.authServer.requests).toHaveLength(3);
    });

    it('recovers, says so, and starts counting anew', async () => {
      const { tokens, clock, log } = bench.start();
      bench.authServer.reply = (_, nth) => (nth === 1 ? 'reset' : granted());
      await expect(tokens.get('m2', '')).rejects.toMatchObject({ retryAfterSec: 1 });
      clock.advance(1_000);

      await tokens.get('m2', '');

      expect(log.at(-1)).toEqual(['renewed', 'm2', 1]);
      expect(tokens.snapshot()[0]?.failures).toBe(0);
    });
  });

  describe('when it is refused', () => {
    it('remembers a refusal for a moment only, so that a new edge works soon', async () => {
      const { tokens, clock, log } = bench.start();
      bench.authServer.reply = (_, nth) =>
        nth === 1 ? refused('M2M_EDGE_NOT_ALLOWED') : granted();
      for (let call = 0; call < 5; call += 1) {
        await expect(tokens.get('m3', '')).rejects.toMatchObject({
          code: 'M2M_EDGE_NOT_ALLOWED',
          decisionId: 'd-1',
        });
      }
      expect(bench.authServer.requests).toHaveLength(1);
      expect(log.at(-1)).toEqual(['looked', 'm3', 'refused']);

      clock.advance(2_000);
      await expect(tokens.get('m3', '')).resolves.toBe('token-1');
    });

    it('gives up a token at once when the policy withdraws the edge', async () => {
      const { tokens, clock, log } = bench.start();
      await tokens.get('m2', '');
      bench.authServer.reply = () => refused('M2M_EDGE_NOT_ALLOWED');
      clock.advance(5 * MINUTE_MS);
      await tokens.get('m2', '');
      await heard(log, 'renewalFailed', 1);

      await expect(tokens.get('m2', '')).rejects.toMatchObject({ code: 'M2M_EDGE_NOT_ALLOWED' });
    });

    it('keeps a token to its end when the credential is rejected meanwhile', async () => {
      const { tokens, clock, log } = bench.start();
      await tokens.get('m2', '');
      bench.authServer.reply = () => refused('M2M_SIGNATURE_INVALID');
      clock.advance(5 * MINUTE_MS);
      await tokens.get('m2', '');
      await heard(log, 'renewalFailed', 1);

      await expect(tokens.get('m2', '')).resolves.toBe('token-1');
    });

    it('reports a rejected credential once for all targets, and again after it worked', async () => {
      const { tokens, clock, log } = bench.start();
      const reports = () => log.filter(([name]) => name === 'credentialFailed').length;
      bench.authServer.reply = () => refused('M2M_TOKEN_EXPIRED');
      for (const target of ['m1', 'm2', 'm3']) {
        await expect(tokens.get(target, '')).rejects.toMatchObject({
          code: 'M2M_CREDENTIAL_EXPIRED',
        });
      }
      expect(reports()).toBe(1);

      clock.advance(2_000);
      bench.authServer.reply = (_, nth) => (nth === 4 ? granted() : refused('M2M_TOKEN_EXPIRED'));
      await tokens.get('m1', '');
      await expect(tokens.get('m2', '')).rejects.toMatchObject({ code: 'M2M_CREDENTIAL_EXPIRED' });
      expect(reports()).toBe(2);
    });

    it('sends nothing without a credential, and works as soon as one is there', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
      const file = join(folder, 'm1.jwt');
      const { tokens } = bench.start({ credential: { file } });
      await expect(tokens.get('m2', '')).rejects.toMatchObject({ code: 'M2M_CREDENTIAL_MISSING' });
      expect(bench.authServer.requests).toEqual([]);

      await writeFile(file, 'jwt');
      await expect(tokens.get('m2', '')).resolves.toBe('token-1');
      await rm(folder, { recursive: true });
    });
  });

  describe('when the answer is nonsense', () => {
    it.each([
      ['no expiresIn', granted({ expiresIn: undefined })],
      ['an absurd expiresIn', granted({ expiresIn: 1e12 })],
      ['HTML', { headers: { 'content-type': 'text/html' }, body: '<html>' }],
      ['no end', 'endless' as const],
    ])('caches nothing for %s and tries again after a second at the soonest', async (_, reply) => {
      const { tokens, clock } = bench.start();
      bench.authServer.reply = () => reply;
      for (let call = 0; call < 10; call += 1) {
        await expect(tokens.get('m2', '')).rejects.toMatchObject({
          code: 'M2M_TOKEN_RESPONSE_INVALID',
        });
        clock.advance(99);
      }
      expect(bench.authServer.requests).toHaveLength(1);
      expect(tokens.snapshot()[0]?.state).toBe('missing');
    });

    it.each([
      ['a refreshIn that is already over', granted({ refreshIn: 0.001 })],
      ['a very short life', granted({ expiresIn: 12, refreshIn: 0.001 })],
    ])('renews no sooner than the minimum after %s', async (_, reply) => {
      const { tokens, clock } = bench.start();
      bench.authServer.reply = () => reply;
      for (let second = 0; second < 60; second += 1) {
        await tokens.get('m2', '');
        await until(() => tokens.snapshot()[0]?.state !== 'stale');
        clock.advance(1_000);
      }

      expect(bench.authServer.requests.length).toBeLessThanOrEqual(12);
    });
  });
});
