import { systemClock, type Clock } from '@app/m2m';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import {
  githubClaims,
  gitlabClaims,
  kubernetesClaims,
  spiffeClaims,
} from '../../../../test/support/platform-claims.js';
import { PlatformIssuer, type PlatformFlaws } from '../../../../test/support/platform-issuer.js';
import { PolicySnapshot } from '../policy/policy-snapshot.js';
import type { TrustRule } from '../policy/trust-rule.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { discoveredKeySource, keySourceAt } from './foreign-key-source.js';
import { ForeignKeys, ForeignKeysUnavailable } from './foreign-keys.js';
import { PlatformIdentity } from './platform-identity.service.js';

const NOW_SEC = Math.floor(Date.now() / 1000);

const identity = (trust: readonly TrustRule[], clock: Clock = systemClock): PlatformIdentity => {
  const snapshot = new PolicySnapshot(1, new RegistrySnapshot([]), [], { trust });
  const keys = new ForeignKeys(clock, (place) =>
    place.startsWith('issuer ') ? discoveredKeySource(place.slice(7)) : keySourceAt(place),
  );
  const policy = { current: () => snapshot };
  return new PlatformIdentity({ policy, keys, clock, ownIssuer: 'auth-server' });
};

describe('PlatformIdentity', () => {
  let issuer: PlatformIssuer;

  const rule = (subject: string, more: Partial<TrustRule> = {}): TrustRule => ({
    issuer: issuer.url,
    audience: 'auth-server',
    subject,
    jwksUri: undefined,
    microservice: 'm1',
    maxAgeSec: 3600,
    ...more,
  });
  const kubernetes = (more?: Partial<TrustRule>) =>
    identity([rule('system:serviceaccount:prod:m1', more)]);
  const verdict = (flaws: PlatformFlaws) =>
    kubernetes().authenticatePlatformToken(issuer.token(kubernetesClaims, flaws));

  beforeEach(async () => {
    issuer = await PlatformIssuer.start();
  });
  afterEach(() => issuer.stop());

  it.each([
    ['Kubernetes', kubernetesClaims, 'system:serviceaccount:prod:m1', {}],
    ['GitHub Actions', githubClaims, 'repo:acme/m1:environment:*', { typ: 'JWT', x5t: 'AQ' }],
    ['GitLab', gitlabClaims, 'project_path:acme/m1:ref_type:branch:ref:main', { typ: 'JWT' }],
  ])('knows a workload by its token of %s', async (_, claimsOf, subject, header) => {
    const token = issuer.token(claimsOf, { header });
    const platform = identity([rule(subject)]);
    expect(platform.isForeign(token)).toBe(true);
    expect(await platform.authenticatePlatformToken(token)).toEqual({
      ok: true,
      caller: expect.objectContaining({ name: 'm1', platformIssuer: issuer.url }),
    });
  });

  it.each(['JWT', 'JOSE', undefined])(
    'knows a workload by a JWT-SVID without iss, whose typ is %s',
    async (typ) => {
      const trust = rule('spiffe://acme.example/ns/*/sa/m1', {
        issuer: 'spiffe://acme.example',
        jwksUri: issuer.jwksUri,
      });
      const token = issuer.token(spiffeClaims, { header: { typ } });
      expect(await identity([trust]).authenticatePlatformToken(token)).toMatchObject({
        ok: true,
        caller: { name: 'm1', platformIssuer: 'spiffe://acme.example' },
      });
    },
  );

  it.each(['PS256', 'ES256', 'EdDSA'] as const)(
    'takes tokens that are signed with %s',
    async (algorithm) => {
      const other = await PlatformIssuer.start(algorithm);
      const trust = rule('system:serviceaccount:prod:m1', { issuer: other.url });
      expect(await identity([trust]).authenticatePlatformToken(other.token())).toMatchObject({
        ok: true,
      });
      await other.stop();
    },
  );

  it.each<[string, string, PlatformFlaws]>([
    ['a token with a forged signature', 'platform_signature', { forged: true }],
    ['a token of an unknown key', 'platform_signature', { header: { kid: 'other' } }],
    ['a token that claims another algorithm', 'platform_signature', { header: { alg: 'PS256' } }],
    ['a token for another audience', 'platform_audience', { claims: { aud: ['other'] } }],
    ['a token for others, too', 'platform_audience', { claims: { aud: ['auth-server', 'other'] } }],
    ['a token without an audience', 'platform_audience', { claims: { aud: undefined } }],
    ['a token for nobody', 'platform_audience', { claims: { aud: [] } }],
    ['another workload', 'platform_subject', { claims: { sub: 'system:serviceaccount:prod:m2' } }],
    ['another namespace', 'platform_subject', { claims: { sub: 'system:serviceaccount:dev:m1' } }],
    ['a token without a subject', 'platform_claims', { claims: { sub: undefined } }],
    ['a token without an end', 'platform_claims', { claims: { exp: undefined } }],
    ['an end that is a text', 'platform_claims', { claims: { exp: '9999999999' } }],
    ['a token without a beginning', 'platform_claims', { claims: { iat: undefined } }],
    ['a nbf that is a text', 'platform_claims', { claims: { nbf: 'now' } }],
    ['an expired token', 'platform_expired', { claims: { exp: NOW_SEC - 60 } }],
    ['a token of the future', 'platform_expired', { claims: { iat: NOW_SEC + 3600 } }],
    ['a token that is not valid yet', 'platform_expired', { claims: { nbf: NOW_SEC + 3600 } }],
  ])('refuses %s', async (_, reason, flaws) => {
    expect(await verdict(flaws)).toEqual({ ok: false, reason });
  });

  it('refuses a token that is older than the rule lets it', async () => {
    const old = issuer.token(kubernetesClaims, { claims: { iat: NOW_SEC - 400 } });
    expect((await kubernetes({ maxAgeSec: 360 }).authenticatePlatformToken(old)).ok).toBe(false);
    expect((await kubernetes({ maxAgeSec: 500 }).authenticatePlatformToken(old)).ok).toBe(true);
  });

  it.each<[string, PlatformFlaws]>([
    ['of another issuer', { claims: { iss: 'https://other.example' } }],
    ['that says it was issued here', { claims: { iss: 'auth-server' } }],
    ['without an issuer', { claims: { iss: undefined } }],
    ['without an issuer and a subject', { claims: { iss: undefined, sub: undefined } }],
    ['without a signature', { header: { alg: 'none' } }],
    ['with a shared secret', { header: { alg: 'HS256' } }],
    ['with a key of its own', { header: { jwk: {} } }],
    ['with a critical extension', { header: { crit: ['exp'] } }],
    ['of the type of access tokens', { header: { typ: 'at+jwt' } }],
    ['with a name of a key that is none', { header: { kid: 1 } }],
    ['with a type that is none', { header: { typ: 1 } }],
  ])('takes no token %s for one of a platform', async (_, flaws) => {
    const platform = kubernetes();
    const token = issuer.token(kubernetesClaims, flaws);
    expect(platform.isForeign(token)).toBe(false);
    expect(await platform.authenticatePlatformToken(token)).toMatchObject({ ok: false });
    expect(issuer.requests).toEqual([]);
  });

  it.each(['', 'a', 'a.b', 'a.b.c', '..', 'a.b.c.d', 'W10.W10.AA', '_w._w._w', 'eyI.eyI.AA'])(
    'takes %j for no token',
    (text) => expect(kubernetes().isForeign(text)).toBe(false),
  );

  it('takes something endless for no token', () => {
    expect(kubernetes().isForeign('a'.repeat(16_385))).toBe(false);
  });

  it('never takes a token of this server for a platform’s, whatever the policy says', () => {
    const careless = identity([rule('m1', { issuer: 'auth-server' })]);
    expect(careless.isForeign(issuer.token(() => ({ iss: 'auth-server', sub: 'm1' })))).toBe(false);
  });

  it('takes nothing for a platform’s while nobody is trusted', () => {
    expect(identity([]).isForeign(issuer.token())).toBe(false);
  });

  it('accepts a token as often as it is shown, as a platform hands it out for many requests', async () => {
    const platform = kubernetes();
    const token = issuer.token();
    expect((await platform.authenticatePlatformToken(token)).ok).toBe(true);
    expect((await platform.authenticatePlatformToken(token)).ok).toBe(true);
    expect(issuer.requests).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('refuses a subject that two microservices are meant by', async () => {
    const trust = [
      rule('system:serviceaccount:prod:m1'),
      rule('system:serviceaccount:*:m1', { microservice: 'm2' }),
    ];
    expect(await identity(trust).authenticatePlatformToken(issuer.token())).toEqual({
      ok: false,
      reason: 'platform_ambiguous',
    });
  });

  it('lets the shorter age count when two rules mean one microservice', async () => {
    const trust = [
      rule('system:serviceaccount:prod:m1'),
      rule('system:serviceaccount:*:m1', { maxAgeSec: 60 }),
    ];
    const token = issuer.token(kubernetesClaims, { claims: { iat: NOW_SEC - 120 } });
    expect(await identity(trust).authenticatePlatformToken(token)).toMatchObject({ ok: false });
  });

  it('finds a new key of the issuer, one fetch per cooldown', async () => {
    const clock = new FakeClock(Date.now());
    const platform = identity([rule('system:serviceaccount:prod:m1')], clock);
    expect((await platform.authenticatePlatformToken(issuer.token())).ok).toBe(true);
    issuer.rotate();
    expect((await platform.authenticatePlatformToken(issuer.token())).ok).toBe(false);
    clock.advance(30_000);
    expect((await platform.authenticatePlatformToken(issuer.token())).ok).toBe(true);
    const fetches = issuer.requests.length;
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        platform.authenticatePlatformToken(
          issuer.token(kubernetesClaims, { header: { kid: `made-up-${index}` } }),
        ),
      ),
    );
    expect(issuer.requests).toHaveLength(fetches);
  });

  it('goes on with the keys that it has while the issuer is away', async () => {
    const clock = new FakeClock(Date.now());
    const platform = identity([rule('system:serviceaccount:prod:m1')], clock);
    const token = issuer.token();
    await platform.authenticatePlatformToken(token);
    issuer.status = 503;
    clock.advance(400_000);
    expect((await platform.authenticatePlatformToken(token)).ok).toBe(true);
  });

  it.each<[string, (broken: PlatformIssuer) => void]>([
    ['answers with an error', (broken) => (broken.status = 500)],
    ['sends elsewhere', (broken) => (broken.status = 302)],
    ['names another issuer', (broken) => (broken.metadata = { issuer: 'https://other' })],
    ['names no keys', (broken) => (broken.metadata = { issuer: broken.url })],
    [
      'names keys that are no address',
      (broken) => (broken.metadata = { issuer: broken.url, jwks_uri: 'keys' }),
    ],
    [
      'names keys in a file',
      (broken) => (broken.metadata = { issuer: broken.url, jwks_uri: 'file:///keys' }),
    ],
    ['answers nonsense', (broken) => (broken.metadata = 'null')],
    ['answers without end', (broken) => (broken.metadata = ' '.repeat(70_000))],
    [
      'has no key set',
      (broken) =>
        (broken.metadata = { issuer: broken.url, jwks_uri: `${broken.url}/none`, keys: 1 }),
    ],
  ])('says that the keys are not at hand when the issuer %s', async (_, breakIt) => {
    breakIt(issuer);
    await expect(kubernetes().authenticatePlatformToken(issuer.token())).rejects.toBeInstanceOf(
      ForeignKeysUnavailable,
    );
  });
});
