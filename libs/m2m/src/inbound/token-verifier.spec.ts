import { FakeClock } from '../../../../test/support/fake-clock.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import type { InboundEvents } from './inbound-events.js';
import { resolveInboundOptions } from './inbound-options.js';
import { readRevocations } from './read-revocations.js';
import { JwtStrategy } from './jwt.strategy.js';
import { KeySet } from './key-set.js';
import { RevocationFeed } from './revocation-feed.js';
import { TokenVerifier } from './token-verifier.js';
import { VerifiedTokenCache } from './verified-token-cache.js';

function setUp(further: InboundEvents = {}) {
  const clock = new FakeClock();
  const forge = new TokenForge(() => clock.nowMs());
  const { keySource, timing, expected } = resolveInboundOptions({
    name: 'm2',
    keySource: () => Promise.resolve(forge.jwks()),
  });
  const keySet = new KeySet({ source: keySource, timing, clock });
  const cache = new VerifiedTokenCache(100);
  const revocations = new RevocationFeed({
    source: keySource,
    staleAfterMs: 60_000,
    intervalMs: 5000,
    clock,
  });
  const accepted: string[] = [];
  const verifier = new TokenVerifier({
    strategy: new JwtStrategy({ keySet, expected, clock }),
    keySet,
    cache,
    revocations,
    clock,
    events: { tokenAccepted: (source) => accepted.push(source), ...further },
  });
  return { clock, forge, keySet, cache, revocations, verifier, accepted };
}

const bearer = (token: string) => `Bearer ${token}`;

describe('the verifier', () => {
  it('recalls a token after its first sight, as the same caller', async () => {
    const { verifier, forge, accepted } = setUp();
    const token = bearer(forge.accessToken());
    expect(verifier.recall(token)).toBeUndefined();
    const verified = await verifier.verify(token);
    expect(verifier.recall(token)).toBe(verified);
    expect(accepted).toEqual(['signature', 'cache']);
  });

  it('refuses a remembered token the moment it expires (F52)', async () => {
    const { verifier, forge, clock } = setUp();
    const token = bearer(forge.accessToken());
    await verifier.verify(token);
    clock.advance(1_829_999);
    expect(verifier.recall(token)).toBeDefined();
    clock.advance(1);
    expect(verifier.recall(token)).toBeUndefined();
    await expect(verifier.verify(token)).rejects.toThrow('expired');
  });

  it('refuses a remembered token as soon as its key has left the set (F52)', async () => {
    const { verifier, forge, clock, keySet } = setUp();
    const old = bearer(forge.accessToken());
    await verifier.verify(old);
    forge.rotate();
    const fresh = bearer(forge.accessToken());
    await verifier.verify(fresh);
    forge.retire();
    clock.advance(10_000);
    await keySet.refreshIfDue();
    expect(verifier.recall(old)).toBeUndefined();
    expect(verifier.recall(fresh)).toBeDefined();
    await expect(verifier.verify(old)).rejects.toThrow('not known');
  });

  it('refuses a revoked token, remembered or not, and remembers none', async () => {
    const { verifier, forge, cache, revocations, accepted } = setUp();
    const [known, unknown, other] = [
      forge.accessToken(),
      forge.accessToken(),
      forge.accessToken({ sub: 'm3' }),
    ].map(bearer) as [string, string, string];
    await verifier.verify(known);
    revocations.install(readRevocations({ version: 1, entries: [{ microservice: 'm1' }] }, 'm2'));
    expect(() => verifier.recall(known)).toThrow(
      expect.objectContaining({ code: 'M2M_TOKEN_REVOKED' }),
    );
    await expect(verifier.verify(unknown)).rejects.toMatchObject({ code: 'M2M_TOKEN_REVOKED' });
    expect([cache.size, accepted]).toEqual([1, ['signature']]);
    await expect(verifier.verify(other)).resolves.toMatchObject({ caller: { name: 'm3' } });
    expect(() => verifier.demandFreshRevocations()).not.toThrow();
  });

  it('shows a tracer every verification, and a malformed token as its rejection', async () => {
    const outcomes: string[] = [];
    const { verifier, forge } = setUp({
      verifying: async (verify) => {
        const [{ status }] = await Promise.allSettled([verify()]);
        outcomes.push(status);
        return verify();
      },
    });
    await verifier.verify(bearer(forge.accessToken()));
    await expect(verifier.verify('Bearer junk')).rejects.toMatchObject({
      code: 'M2M_TOKEN_MALFORMED',
    });
    expect(outcomes).toEqual(['fulfilled', 'rejected']);
  });

  it('loses no call through ten rotations while names of keys are made up (F35, F38)', async () => {
    const { verifier, forge, clock } = setUp();
    const tokens = [forge.accessToken()];
    for (let rotation = 0; rotation < 10; rotation += 1) {
      forge.rotate();
      tokens.push(forge.accessToken());
      clock.advance(1000);
      const good = await Promise.allSettled(tokens.map((token) => verifier.verify(bearer(token))));
      expect(good.filter(({ status }) => status === 'rejected')).toEqual([]);
      const made = forge.accessToken({}, { header: { kid: `d-made-up-${rotation}` } });
      await expect(verifier.verify(bearer(made))).rejects.toThrow('not known');
    }
  });

  it('remembers no token whose key left the set while it was being verified', async () => {
    const { verifier, forge, keySet, cache } = setUp();
    const token = bearer(forge.accessToken());
    jest.spyOn(keySet, 'holds').mockReturnValue(false);
    await verifier.verify(token);
    expect(cache.size).toBe(0);
  });

  it('remembers nothing about bad tokens, however many (F40)', async () => {
    const { verifier, forge, cache } = setUp();
    const bad = [
      forge.accessToken({ aud: 'm3' }),
      forge.accessToken({ exp: 1 }),
      forge.accessToken({}, { signWith: forge.bootstrapKey.privateKey }),
      ...Array.from({ length: 200 }, (_, at) => `junk-${at}`),
    ];
    const outcomes = await Promise.allSettled(bad.map((token) => verifier.verify(bearer(token))));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(cache.size).toBe(0);
  });
});
