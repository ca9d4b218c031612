import { Controller, Get } from '@nestjs/common';
import { PLATFORMS, serve, type Served } from '../../../../test/support/serve.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { M2MInboundModule } from './inbound.module.js';
import { M2MProtected } from './m2m-protected.decorator.js';
import { readRevocations } from './read-revocations.js';
import { RevocationFeed } from './revocation-feed.js';

const forge = new TokenForge();

@Controller()
@M2MProtected()
class HelloController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }

  @Get('payments')
  @M2MProtected({ whenRevocationsStale: 'deny' })
  pay(): string {
    return 'paid';
  }
}

describe.each(PLATFORMS)('a route that hears of revocations on %s', (platform) => {
  let served: Served;
  let feed: RevocationFeed;
  let version = 0;

  const install = (...entries: object[]) =>
    feed.install(readRevocations({ version: ++version, entries }, 'm2'));
  const get = async (path: string, token: string): Promise<readonly [number, unknown]> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(served.url + path, { headers });
    const body = await response.text();
    return [response.status, body.startsWith('{') ? JSON.parse(body) : body];
  };

  beforeAll(async () => {
    version = 0;
    const inbound = M2MInboundModule.forRoot({
      name: 'm2',
      keySource: () => Promise.resolve(forge.jwks()),
      // Nobody listens there: what is heard comes from the test.
      revocations: { uri: 'http://127.0.0.1:9/revocations', follow: 'polled' },
    });
    served = await serve(platform, [inbound], [HelloController]);
    feed = served.app.get(RevocationFeed);
  });
  afterAll(() => served.close());

  it('answers 503 at first where a call is worse than none, and 200 elsewhere', async () => {
    const token = forge.accessToken();
    expect(await get('/payments', token)).toEqual([
      503,
      {
        statusCode: 503,
        error: 'Service Unavailable',
        code: 'M2M_REVOCATIONS_STALE',
        message: expect.stringMatching(/Try again\.$/),
      },
    ]);
    expect(await get('/hello', token)).toEqual([200, 'hello']);
    install();
    expect(await get('/payments', token)).toEqual([200, 'paid']);
  });

  it('refuses a revoked caller also when its token is known, and nobody else', async () => {
    const [m1, m3] = [forge.accessToken(), forge.accessToken({ sub: 'm3' })];
    expect(await get('/hello', m1)).toEqual([200, 'hello']);
    install({ microservice: 'm1' });
    for (const token of [m1, forge.accessToken()]) {
      expect(await get('/hello', token)).toMatchObject([401, { code: 'M2M_TOKEN_REVOKED' }]);
    }
    expect(await get('/hello', m3)).toEqual([200, 'hello']);
    install();
    expect(await get('/hello', m1)).toEqual([200, 'hello']);
  });
});
