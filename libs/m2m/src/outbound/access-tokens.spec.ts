import { heard, outboundBench, until } from '../../../../test/support/outbound-fixture.js';
import { granted } from '../../../../test/support/stub-auth-server.js';
import { heldReply } from '../../../../test/support/stub-server.js';
import type { AccessTokens } from './access-tokens.js';

const MINUTE_MS = 60_000;

/** The text of another token. */
const replacement = async (tokens: AccessTokens, rejected: string) =>
  (await tokens.replacement('m2', '', rejected))?.accessToken;

describe('AccessTokens', () => {
  const bench = outboundBench();

  describe('while all is well', () => {
    it('asks once and answers from memory while the token is fresh', async () => {
      const { tokens, clock, log } = bench.start();
      await tokens.get('m2', '');
      clock.advance(4 * MINUTE_MS);

      await expect(tokens.get('m2', '')).resolves.toBe('token-1');
      expect(bench.authServer.requests).toHaveLength(1);
      expect(log).toEqual([
        ['looked', 'm2', 'miss'],
        ['renewed', 'm2', 0],
        ['looked', 'm2', 'fresh'],
      ]);
    });

    it('serves a stale token without waiting and renews it in the background, once', async () => {
      const { tokens, clock, log } = bench.start();
      await tokens.get('m2', '');
      clock.advance(5 * MINUTE_MS);

      const stale = await Promise.all([tokens.get('m2', ''), tokens.get('m2', '')]);
      await heard(log, 'renewed', 2);

      expect(stale).toEqual(['token-1', 'token-1']);
      await expect(tokens.get('m2', '')).resolves.toBe('token-2');
      expect(bench.authServer.requests).toHaveLength(2);
    });

    it('waits for a new token only when the old one is expired, and never hands that out', async () => {
      const { tokens, clock } = bench.start();
      await tokens.get('m2', '');
      clock.advance(1_795_000);

      await expect(tokens.get('m2', '')).resolves.toBe('token-2');
    });

    it('counts the life of a token from the moment it was asked for', async () => {
      const { tokens, clock } = bench.start();
      bench.authServer.reply = (_, nth) => {
        if (nth === 1) clock.advance(1_795_000);
        return granted({ accessToken: `token-${nth}` });
      };
      await tokens.get('m2', '');

      await expect(tokens.get('m2', '')).resolves.toBe('token-2');
    });

    it('keeps its tokens when the wall clock jumps', async () => {
      const { tokens, clock } = bench.start();
      await tokens.get('m2', '');
      for (const jumpMs of [-60 * MINUTE_MS, 120 * MINUTE_MS]) {
        clock.jumpWallClock(jumpMs);
        await expect(tokens.get('m2', '')).resolves.toBe('token-1');
      }
      expect(bench.authServer.requests).toHaveLength(1);
    });

    it('spreads renewals of a fleet by a jitter per process', async () => {
      const early = bench.start({ random: () => 0 });
      const late = bench.start({ random: () => 1 });
      await early.tokens.get('m2', '');
      await late.tokens.get('m2', '');
      early.clock.advance(250_000);
      late.clock.advance(250_000);

      expect(early.tokens.snapshot()[0]?.state).toBe('stale');
      expect(late.tokens.snapshot()[0]?.state).toBe('fresh');
    });
  });

  describe('when the target rejects the token', () => {
    it('gets another one, shared by all who were rejected', async () => {
      const { tokens } = bench.start();
      const rejected = await tokens.get('m2', '');

      const all = await Promise.all([1, 2, 3].map(() => replacement(tokens, rejected)));

      expect(all).toEqual(['token-2', 'token-2', 'token-2']);
      await expect(tokens.get('m2', '')).resolves.toBe('token-2');
      expect(bench.authServer.requests).toHaveLength(2);
    });

    it('gives the token at hand to a late one, without a request', async () => {
      const { tokens } = bench.start();
      const rejected = await tokens.get('m2', '');
      await replacement(tokens, rejected);

      await expect(replacement(tokens, rejected)).resolves.toBe('token-2');
      expect(bench.authServer.requests).toHaveLength(2);
    });

    it('turns a flood of rejections into one request per minimum interval', async () => {
      const { tokens, clock } = bench.start();
      for (let call = 0; call < 100; call += 1) {
        await replacement(tokens, await tokens.get('m2', ''));
        clock.advance(100);
      }

      expect(bench.authServer.requests).toHaveLength(3);
    });

    it('starts anew after an invalidation, whatever an earlier replacement brings', async () => {
      const { tokens } = bench.start();
      const rejected = await tokens.get('m2', '');
      const held = heldReply();
      bench.authServer.reply = (_, nth) =>
        nth === 2 ? held.reply : granted({ accessToken: `token-${nth}` });
      const early = replacement(tokens, rejected);
      await until(() => bench.authServer.requests.length === 2);
      tokens.invalidate('m2');
      const late = replacement(tokens, rejected);

      held.release(granted({ accessToken: 'old' }));

      await expect(Promise.all([early, late])).resolves.toEqual(['old', 'token-3']);
      await expect(tokens.get('m2', '')).resolves.toBe('token-3');
    });

    it('keeps the old token when no other can be had', async () => {
      const { tokens } = bench.start();
      const rejected = await tokens.get('m2', '');
      bench.authServer.reply = () => 'reset';

      await expect(replacement(tokens, rejected)).resolves.toBeUndefined();
      await expect(tokens.get('m2', '')).resolves.toBe('token-1');
    });
  });

  it('shows the state of each token and never the token', async () => {
    const { tokens, clock } = bench.start();
    await tokens.get('m2', 'a');
    clock.advance(1_000);

    expect(tokens.snapshot()).toEqual([
      { target: 'm2', scope: 'a', state: 'fresh', secondsLeft: 1_794, failures: 0 },
    ]);
  });
});
