import { Test } from '@nestjs/testing';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { M2MInboundModule } from '../inbound/inbound.module.js';
import { RevocationFeed } from '../inbound/revocation-feed.js';
import { M2MHealthIndicator } from './m2m-health.indicator.js';
import { M2MHealthModule } from './m2m-health.module.js';

describe('revocations in the health of a microservice', () => {
  const forge = new TokenForge();

  /** A microservice that follows revocations and was not started, so that nobody is asked. */
  async function setUp() {
    const clock = new FakeClock();
    const inbound = M2MInboundModule.forRoot({
      name: 'm1',
      keySource: () => Promise.resolve(forge.jwks()),
      clock,
      revocations: { uri: 'http://127.0.0.1:9/revocations' },
    });
    const module = await Test.createTestingModule({
      imports: [inbound, M2MHealthModule.forRoot({ preflight: [] })],
    }).compile();
    const feed = module.get(RevocationFeed);
    const check = () => module.get(M2MHealthIndicator).check();
    return { clock, feed, check };
  }

  it('degrade it once nothing was heard of them for too long', async () => {
    const { clock, check } = await setUp();
    expect(await check()).toMatchObject({
      m2m: { status: 'up', revocations: { ageSeconds: undefined, entries: 0 } },
    });
    clock.advance(60_000);
    expect(await check()).toMatchObject({
      m2m: {
        status: 'degraded',
        problems: ['nothing was heard of revocations for 60 s: see why the auth-server is away'],
      },
    });
  });

  it('are shown with their age while they are followed', async () => {
    const { clock, feed, check } = await setUp();
    feed.confirm();
    clock.advance(5000);
    expect(await check()).toMatchObject({
      m2m: { status: 'up', revocations: { ageSeconds: 5, entries: 0 } },
    });
    feed.giveUp();
    expect((await check()).m2m).not.toHaveProperty('revocations');
  });
});
