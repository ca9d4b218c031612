import { FakeClock } from '../../../../test/support/fake-clock.js';
import type { LimitKind } from './limit-events.port.js';
import { RateLimiter, type LimitedRequest } from './rate-limiter.service.js';

const from = (ip: string, url = '/accesstoken'): LimitedRequest => ({ ip, url });
const rate = { perSec: 0.5, burst: 8 };

describe('RateLimiter', () => {
  const clock = new FakeClock();
  const heard: LimitKind[] = [];
  const limiterOf = (limits: {
    [Kind in 'perCredential' | 'perAddress' | 'failures']?: typeof rate;
  }) =>
    new RateLimiter({
      perCredential: undefined,
      perAddress: undefined,
      failures: undefined,
      ...limits,
      clock,
      events: { limited: (kind) => heard.push(kind) },
    });
  beforeEach(() => {
    heard.length = 0;
  });

  it('lets a credential go on after exactly the seconds that it names', () => {
    const limiter = limiterOf({ perCredential: rate });
    const ask = () => limiter.authenticated(from('192.0.2.1'), 'c1');
    for (let asked = 0; asked < rate.burst; asked++) ask();
    expect(ask).toThrow(
      expect.objectContaining({
        status: 429,
        code: 'M2M_RATE_LIMITED',
        headers: { 'retry-after': '2' },
      }),
    );
    clock.advance(2000);
    expect(ask).not.toThrow();
    expect(ask).toThrow('asks too often');
    expect(heard).toEqual(['credential', 'credential']);
  });

  it('counts each credential by itself, whichever address it comes from', () => {
    const limiter = limiterOf({ perCredential: { perSec: 1, burst: 1 } });
    limiter.authenticated(from('192.0.2.1'), 'c1');
    expect(() => limiter.authenticated(from('192.0.2.2'), 'c1')).toThrow('asks too often');
    expect(() => limiter.authenticated(from('192.0.2.1'), 'c2')).not.toThrow();
  });

  it('turns an address away that sends too much, and no other', () => {
    const limiter = limiterOf({ perAddress: { perSec: 1, burst: 1 } });
    expect(limiter.arrived(from('2001:db8::1'))).toBeUndefined();
    expect(limiter.arrived(from('2001:db8::2'))).toMatchObject({ code: 'M2M_RATE_LIMITED' });
    expect(limiter.arrived(from('192.0.2.1'))).toBeUndefined();
    expect(heard).toEqual(['address']);
  });

  it('counts what fails to authenticate, and nothing else that is answered with 401', () => {
    const limiter = limiterOf({ failures: { perSec: 1, burst: 1 } });
    const refusedByPolicy = from('192.0.2.1');
    limiter.authenticated(refusedByPolicy, 'c1');
    expect(limiter.failed(refusedByPolicy)).toBeUndefined();
    expect(limiter.failed(from('192.0.2.1'))).toBeUndefined();
    expect(limiter.failed(from('192.0.2.1'))).toMatchObject({ headers: { 'retry-after': '1' } });
    expect(limiter.failed(refusedByPolicy)).toBeUndefined();
    expect(heard).toEqual(['failures']);
  });

  it('leaves the rest of an address to others when one name uses up its share', () => {
    const limiter = limiterOf({ failures: rate });
    const tryAs = (name: string) => {
      const request = from('192.0.2.1');
      limiter.tries(request, name);
      return limiter.failed(request);
    };
    for (let attempt = 0; attempt < rate.burst / 4; attempt++) {
      expect(tryAs('m1')).toBeUndefined();
    }
    for (let attempt = 0; attempt < 100; attempt++) expect(tryAs('m1')).toBeDefined();
    expect(tryAs('m2')).toBeUndefined();
    // What could not be a name of anybody's has no bucket of its own to fill the memory with.
    expect(tryAs('\0'.repeat(5000))).toBeUndefined();
    expect(limiter.buckets.get('name')?.size).toBe(2);
  });

  it('says it in the words of RFC 6749 where that is spoken', () => {
    const limiter = limiterOf({ perAddress: { perSec: 1, burst: 1 } });
    limiter.arrived(from('192.0.2.1'));
    expect(limiter.arrived(from('192.0.2.1', '/oauth/token'))?.members).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'Too many requests. Wait for Retry-After.',
    });
    expect(limiter.arrived(from('192.0.2.1', '/admin/policy'))?.members).toEqual({});
  });

  it('limits nothing that is off', () => {
    const limiter = limiterOf({});
    for (let asked = 0; asked < 10_000; asked++) {
      const request = from('192.0.2.1');
      expect(limiter.arrived(request) ?? limiter.failed(request)).toBeUndefined();
      limiter.authenticated(request, 'c1');
    }
    expect(limiter.buckets.size).toBe(0);
  });
});
