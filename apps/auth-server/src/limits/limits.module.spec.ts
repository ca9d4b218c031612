import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { oauthApplication, OAuthFacts } from '../../../../test/support/oauth-application.js';

const FORM = 'application/x-www-form-urlencoded';

/** So slow that no token comes back within a test. */
const slow = (burst: number) => ({ perSec: 1 / 60, burst });

interface Sent {
  readonly as?: string;
  readonly secret?: string;
  readonly path?: string;
  readonly from?: string;
}

describe('limits around the routes', () => {
  let facts: OAuthFacts;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    facts = new OAuthFacts();
    for (const name of ['m1', 'm2', 'm3']) facts.add(name);
    facts.edges = [
      ['m1', 'm2'],
      ['m2', 'm1'],
    ];
    app = await oauthApplication(facts, 'https://auth.example', {
      perCredential: slow(20),
      perAddress: slow(2000),
      failures: slow(200),
    });
  }, 30_000);
  afterAll(() => app.close());

  const ask = async ({ as = 'm1', secret, path = '/oauth/token', from = '192.0.2.1' }: Sent) => {
    const client = Buffer.from(`${as}:${secret ?? facts.secrets.get(as)}`).toString('base64');
    return app.inject({
      method: 'POST',
      url: path,
      remoteAddress: from,
      headers: { 'content-type': FORM, authorization: `Basic ${client}` },
      payload: 'grant_type=client_credentials&resource=m1&resource=m2'.replace(
        as === 'm1' ? 'resource=m1&' : '&resource=m2',
        '',
      ),
    });
  };
  const wrong = (from: string, as = 'm1') => ask({ as, secret: 'x'.repeat(43), from });

  it('answers 1000 wrong secrets with less and less, and the right one as ever', async () => {
    const from = '192.0.2.10';
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 1000; attempt++) {
      statuses.push((await wrong(from, attempt % 2 === 0 ? 'm1' : `m-${attempt}`)).statusCode);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(200);
    expect(statuses.filter((status) => status === 429)).toHaveLength(800);
    expect((await ask({ from })).statusCode).toBe(200);
    expect((await ask({ from: '192.0.2.11' })).statusCode).toBe(200);
    expect((await wrong('192.0.2.11')).statusCode).toBe(401);
  });

  it('says when to come back, in the words of both wires', async () => {
    const from = '192.0.2.20';
    while ((await wrong(from)).statusCode === 401);
    const { headers, ...refused } = await wrong(from);
    expect(refused.json()).toEqual({
      statusCode: 429,
      code: 'M2M_RATE_LIMITED',
      message: expect.stringContaining('Mend the credential'),
      error: 'temporarily_unavailable',
      error_description: 'Too many requests. Wait for Retry-After.',
    });
    expect(headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(headers['www-authenticate']).toBeUndefined();
    expect(Number(headers['content-length'])).toBe(Buffer.byteLength(refused.body));
  });

  it('counts a credential at every endpoint, wherever it is shown', async () => {
    const statuses: number[] = [];
    for (let asked = 0; asked < 24; asked++) {
      const path = asked % 2 === 0 ? '/oauth/token' : '/oauth/introspect';
      statuses.push((await ask({ as: 'm2', path, from: `192.0.2.${asked}` })).statusCode);
    }
    expect(statuses.lastIndexOf(200)).toBe(18);
    expect(statuses.slice(20)).toEqual([429, 429, 429, 429]);
    expect((await ask({ as: 'm1' })).statusCode).toBe(200);
  });

  it('turns away what floods it before it reads the body, on these routes only', async () => {
    const from = '198.51.100.1';
    const post = (url: string) => app.inject({ method: 'POST', url, remoteAddress: from });
    let asked = 0;
    while ((await post('/oauth/token')).statusCode !== 429) asked += 1;
    expect(asked).toBe(2000);
    expect((await post('/oauth/introspect')).json()).toMatchObject({
      code: 'M2M_RATE_LIMITED',
      error: 'temporarily_unavailable',
    });
    expect((await post('/elsewhere')).statusCode).toBe(201);
    const metadata = '/.well-known/oauth-authorization-server';
    expect((await app.inject({ url: metadata, remoteAddress: from })).statusCode).toBe(200);
  });
});
