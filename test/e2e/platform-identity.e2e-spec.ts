import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoSystem } from '../support/demo-system.js';
import {
  githubClaims,
  gitlabClaims,
  kubernetesClaims,
  spiffeClaims,
  type PlatformClaimsMaker,
} from '../support/platform-claims.js';
import { PlatformIssuer } from '../support/platform-issuer.js';

const policyOf = (issuer: PlatformIssuer): string => `
microservices:
  m1: { url: http://localhost:8001 }
  m2: { url: http://localhost:8002 }
allow:
  m1: [m1, m2]
trust:
  - issuer: ${issuer.url}
    audience: auth-server
    subject: "system:serviceaccount:prod:m1"
    microservice: m1
  - issuer: ${issuer.url}
    audience: auth-server
    subject: "repo:acme/m1:environment:prod"
    microservice: m1
    max_age_sec: 600
  - issuer: ${issuer.url}
    audience: auth-server
    subject: "project_path:acme/m1:ref_type:branch:ref:*"
    microservice: m1
  - issuer: spiffe://acme.example
    jwks_uri: ${issuer.jwksUri}
    audience: auth-server
    subject: "spiffe://acme.example/ns/*/sa/m1"
    microservice: m1
`;

describe('a platform that vouches for a microservice', () => {
  let issuer: PlatformIssuer;
  let demo: DemoSystem;
  let folder: string;

  const atSeed = (token: string): Promise<Response> =>
    fetch(demo.url('auth-server', '/accesstoken'), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"target":"m2"}',
    });
  const atOAuth = (token: string): Promise<Response> =>
    fetch(demo.url('auth-server', '/oauth/token'), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        resource: 'm2',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: token,
      }),
    });

  beforeAll(async () => {
    issuer = await PlatformIssuer.start('ES256');
    folder = await mkdtemp(join(tmpdir(), 'm2m-platform-'));
    const policy = join(folder, 'policy.yaml');
    await writeFile(policy, policyOf(issuer));
    demo = await DemoSystem.start({
      only: 'auth-server',
      authServer: { M2M_POLICY_FILE: policy },
    });
  }, 60_000);
  afterAll(async () => {
    await demo.stop();
    await issuer.stop();
    await rm(folder, { recursive: true });
  });

  describe.each<[string, PlatformClaimsMaker]>([
    ['a projected token of Kubernetes', kubernetesClaims],
    ['a JWT-SVID of SPIFFE', spiffeClaims],
    ['an OIDC token of GitHub Actions', githubClaims],
    ['an ID token of GitLab', gitlabClaims],
  ])('with %s', (_, claimsOf) => {
    it('gets it an access token, as a bearer and as a client assertion', async () => {
      const [seed, oauth] = [
        await atSeed(issuer.token(claimsOf)),
        await atOAuth(issuer.token(claimsOf)),
      ];
      expect([seed.status, oauth.status]).toEqual([200, 200]);
      const { accessToken } = (await seed.json()) as { accessToken: string };
      const [, payload = ''] = accessToken.split('.');
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
        sub: 'm1',
        aud: 'm2',
      });
    });

    it('gets nothing with a forged signature, or for another audience', async () => {
      for (const flaws of [{ forged: true }, { claims: { aud: 'somebody-else' } }]) {
        const token = issuer.token(claimsOf, flaws);
        const [seed, oauth] = [await atSeed(token), await atOAuth(token)];
        expect([seed.status, oauth.status]).toEqual([401, 401]);
        expect(await seed.json()).toMatchObject({ code: 'M2M_PLATFORM_TOKEN_REJECTED' });
        expect(await oauth.json()).toMatchObject({ error: 'invalid_client' });
      }
    });
  });

  it('does not vouch for a neighbour', async () => {
    const claims = { sub: 'system:serviceaccount:dev:m1' };
    expect((await atSeed(issuer.token(kubernetesClaims, { claims }))).status).toBe(401);
  });

  it('keeps a microservice going whose projected token is rewritten', async () => {
    const file = join(demo.home, 'credentials', 'm1.jwt');
    const past = Math.floor(Date.now() / 1000) - 7200;
    await writeFile(
      file,
      issuer.token(kubernetesClaims, { claims: { iat: past, exp: past + 60 } }),
    );
    await demo.startMicroservice('m1');
    expect((await demo.query('m1', 'm1')).status).toBeGreaterThanOrEqual(400);
    await writeFile(file, issuer.token());
    for (;;) {
      const answer = await demo.query('m1', 'm1');
      if (answer.status === 200) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await (await demo.query('m1', 'm1')).text()).toBe('Hello to m1 from m1!');
  });
});
