import { FakeClock } from '../../../../test/support/fake-clock.js';
import { readRevocations } from './read-revocations.js';
import { RevocationFeed } from './revocation-feed.js';
import type { VerifiedToken } from './verified-token.js';

const list = (version: number, ...names: string[]) =>
  readRevocations({ version, entries: names.map((microservice) => ({ microservice })) }, 'm2');
const tokenOf = (name: string) =>
  ({ keyId: 'd-1', issuedAtSec: 1, caller: { name, chain: [] } }) as unknown as VerifiedToken;

function setUp({ source }: { source?: unknown } = { source: 'somewhere' }) {
  const clock = new FakeClock();
  const feed = new RevocationFeed({ source, staleAfterMs: 60_000, intervalMs: 4500, clock });
  const refuses = (name: string): boolean => {
    try {
      feed.judge(tokenOf(name));
      return false;
    } catch (error) {
      expect(error).toMatchObject({ name: 'TokenRejected', code: 'M2M_TOKEN_REVOKED' });
      return true;
    }
  };
  return { clock, feed, refuses };
}
const stale = expect.objectContaining({ code: 'M2M_REVOCATIONS_STALE', retryAfterSec: 5 });

describe('what is known of revocations', () => {
  it('refuses nobody before anything is known', () => {
    expect(setUp().refuses('m1')).toBe(false);
  });

  it('refuses whom the list in force names, however old it is', () => {
    const { feed, refuses, clock } = setUp();
    expect(feed.install(list(7, 'm1'))).toBe(true);
    clock.advance(3_600_000);
    expect([refuses('m1'), refuses('m3')]).toEqual([true, false]);
  });

  it('never goes back to an older list', () => {
    const { feed, refuses, clock } = setUp();
    feed.install(list(7, 'm1'));
    clock.advance(1000);
    expect(feed.install(list(6))).toBe(false);
    expect(refuses('m1')).toBe(true);
    expect(feed.snapshot()).toMatchObject({ version: 7, ageMs: 1000 });
    expect(feed.install(list(8))).toBe(true);
    expect(refuses('m1')).toBe(false);
  });

  it('is stale once nothing was heard for the time allowed, and fresh after the next word', () => {
    const { feed, clock } = setUp();
    expect(() => feed.demandFresh()).toThrow(stale);
    expect(feed.snapshot()).toMatchObject({ ageMs: undefined, isStale: false });
    feed.install(list(7));
    clock.advance(59_999);
    expect(() => feed.demandFresh()).not.toThrow();
    clock.advance(1);
    expect(() => feed.demandFresh()).toThrow(stale);
    expect(feed.snapshot()).toMatchObject({ ageMs: 60_000, silentMs: 60_000, isStale: true });
    feed.confirm();
    expect(() => feed.demandFresh()).not.toThrow();
  });

  it('counts silence from the start when nothing was ever heard', () => {
    const { feed, clock } = setUp();
    clock.advance(60_000);
    expect(feed.snapshot()).toMatchObject({ ageMs: undefined, isStale: true });
  });

  it('is nothing to rely on when no list is followed', () => {
    const { feed } = setUp({});
    expect(feed.snapshot().isFollowed).toBe(false);
    feed.install(list(7));
    expect(() => feed.demandFresh()).toThrow(stale);
  });

  it('is no longer followed once it was given up', () => {
    const { feed } = setUp();
    feed.giveUp();
    expect(feed.snapshot().isFollowed).toBe(false);
  });
});
