import { Controller, Get, Logger, type DynamicModule, type INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { HealthCheckService, TerminusModule, type HealthCheckResult } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { M2MInboundModule } from '../inbound/inbound.module.js';
import { M2MModule } from '../m2m.module.js';
import { M2MOutboundModule } from '../outbound/outbound.module.js';
import { TokenClientService } from '../outbound/token-client.service.js';
import { combineEvents } from '../telemetry/combine-events.js';
import { M2MTestKit } from '../testing/m2m-test-kit.js';
import { M2MTestingModule } from '../testing/m2m-testing.module.js';
import { M2MHealthIndicator } from './m2m-health.indicator.js';
import { M2MHealthModule } from './m2m-health.module.js';
import { M2MPreflight } from './preflight.service.js';

@Controller('ready')
class ReadyController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly m2m: M2MHealthIndicator,
  ) {}

  @Get()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.m2m.check()]);
  }
}

const POLICY = { m1: ['m1', 'm2'], m3: ['m1'] };
const written: string[] = [];

let kit: M2MTestKit;
let app: INestApplication | undefined;

beforeEach(async () => {
  written.length = 0;
  for (const level of ['log', 'warn', 'error'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((...args: unknown[]) => {
      const [line] = args;
      written.push(`${level}: ${String(line)}`);
    });
  }
  kit = await M2MTestKit.start({ policy: POLICY });
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  await kit.close();
  jest.restoreAllMocks();
});

async function start(
  health: DynamicModule,
  half: DynamicModule = M2MTestingModule.forRoot({ kit, name: 'm1' }),
): Promise<INestApplication> {
  const module = await Test.createTestingModule({
    imports: [half, health, TerminusModule.forRoot({ logger: false })],
    controllers: [ReadyController],
  }).compile();
  app = await module.createNestApplication(new FastifyAdapter(), { logger: false }).init();
  return app;
}

const readiness = async (): Promise<[number, Record<string, unknown>]> => {
  const answer = await kit.callWithoutToken('m1', '/ready');
  const { details } = (await answer.json()) as { details: { m2m: Record<string, unknown> } };
  return [answer.status, details.m2m];
};

const indicatorOf = (application: INestApplication): M2MHealthIndicator =>
  application.get(M2MHealthIndicator);

describe('the preflight', () => {
  it('warms every target and says so in one line', async () => {
    const application = await start(M2MHealthModule.forRoot({ preflight: ['m1', 'm2'] }));
    const { tokens, clockDifferenceSec } = await application.get(M2MPreflight).run();
    expect(tokens.map(({ target, state }) => [target, state])).toEqual([
      ['m1', 'fresh'],
      ['m2', 'fresh'],
    ]);
    expect(Math.abs(clockDifferenceSec ?? Number.NaN)).toBeLessThanOrEqual(30);
    expect(written.at(-1)).toMatch(
      /^log: Preflight of m1: key set with 1 keys; .*tokens for m1, m2\.$/,
    );
  });

  it('takes every configured target unless told otherwise', async () => {
    const application = await start(M2MHealthModule.forRoot());
    const { tokens } = await application.get(M2MPreflight).run();
    expect(tokens.map(({ target, reason }) => [target, reason])).toEqual([
      ['m1', undefined],
      ['m2', undefined],
      ['m3', 'M2M_EDGE_NOT_ALLOWED'],
    ]);
    expect(written.at(-1)).toMatch(/m1 may not call m3: no edge\.$/);
  });

  it('neither delays nor fails the start while the auth-server is down', async () => {
    kit.authServer.goDown();
    const application = await start(M2MHealthModule.forRoot({ preflight: ['m2'] }));
    const { keys } = await application.get(M2MPreflight).run();
    expect(keys).toBe(0);
  });

  it('warns of a clock that is wrong', async () => {
    const application = await start(M2MHealthModule.forRoot({ preflight: [] }));
    kit.clock.advance(3_600_000);
    await application.get(M2MPreflight).run();
    expect(
      written.filter((line) => /^warn: This machine’s clock is 3[56]\d\d s ahead/.test(line)),
    ).toHaveLength(1);
  });
});

describe('the indicator', () => {
  it('is up, with the state of keys and tokens, and no token in it', async () => {
    await start(M2MHealthModule.forRoot({ preflight: ['m2'] }));
    await kit.as('m3').token('m1');
    const [status, m2m] = await readiness();
    expect(status).toBe(200);
    expect(m2m).toEqual({
      status: 'up',
      keySet: { ageSeconds: 0, keys: 1 },
      tokens: [{ target: 'm2', scope: '', state: 'fresh', secondsLeft: 1795 }],
      revocations: { ageSeconds: 0, entries: 0 },
    });
  });

  it('is degraded, and still ready, when an edge is missing', async () => {
    await start(M2MHealthModule.forRoot({ preflight: ['m3'] }));
    expect(await readiness()).toMatchObject([
      200,
      { status: 'degraded', problems: ['m1 may not call m3: no edge'] },
    ]);
  });

  it('is degraded when a token has run out and none can be had', async () => {
    const application = await start(M2MHealthModule.forRoot({ preflight: [] }));
    await application.get(TokenClientService).getToken('m2');
    kit.authServer.goDown();
    kit.clock.advance(30 * 60_000);
    expect(await readiness()).toMatchObject([
      200,
      {
        status: 'degraded',
        problems: expect.arrayContaining(['m1 has no token for m2: none received yet']),
      },
    ]);
  });

  it('recovers by itself when the auth-server comes up after the microservice', async () => {
    kit.authServer.goDown();
    await start(M2MHealthModule.forRoot({ preflight: ['m2'] }));
    expect((await readiness())[0]).toBe(503);
    kit.authServer.recover();
    kit.clock.advance(60_000);
    await readiness();
    expect(await readiness()).toMatchObject([200, { status: 'up' }]);
  });

  it('is down, and says why, when no caller can be verified', async () => {
    kit.authServer.goDown();
    await start(M2MHealthModule.forRoot({ preflight: [] }));
    expect(await readiness()).toEqual([
      503,
      {
        status: 'down',
        problems: ['no caller can be verified: the test took the auth-server down'],
        keySet: { keys: 0, lastError: 'the test took the auth-server down' },
        revocations: { entries: 0 },
      },
    ]);
  });

  it('stays ready with the keys at hand, and goes down when they are too old', async () => {
    await start(M2MHealthModule.forRoot({ preflight: [] }));
    await readiness();
    kit.authServer.goDown();
    kit.clock.advance(23 * 3_600_000);
    expect(await readiness()).toMatchObject([
      200,
      {
        status: 'degraded',
        problems: [expect.stringMatching(/^nothing was heard of revocations/)],
        keySet: { ageSeconds: 82_800 },
      },
    ]);
    kit.clock.advance(3_600_000);
    expect((await readiness())[0]).toBe(503);
  });
});

describe('a whole application', () => {
  it('shows both halves of M2MModule, and tells its listener what they do', async () => {
    const heard: string[] = [];
    const events = combineEvents({
      keySetFetched: () => heard.push('keys'),
      renewed: (target) => heard.push(target),
    });
    const m2m = M2MModule.forRoot({ name: 'm1', authServer: 'http://auth-server.invalid', events });
    const module = await kit
      .install(
        Test.createTestingModule({
          imports: [m2m, M2MHealthModule.forRoot({ preflight: ['m2'] })],
        }),
      )
      .compile();
    app = await module.createNestApplication(new FastifyAdapter(), { logger: false }).init();
    await app.get(M2MPreflight).run();
    expect(await indicatorOf(app).check()).toMatchObject({
      m2m: { status: 'up', keySet: { keys: 1 }, tokens: [{ target: 'm2' }] },
    });
    expect(heard.toSorted()).toEqual(['keys', 'm2']);
  });
});

describe('one half alone', () => {
  const jwt = `e30.${Buffer.from('{"exp":4102444800}').toString('base64url')}.signature`;

  it('is checked when only the calling half is there, with the end of the credential', async () => {
    const { authServer, clock } = kit.seat();
    const application = await start(
      M2MHealthModule.forRoot({ preflight: [] }),
      M2MOutboundModule.forRoot({
        name: 'm1',
        authServer: 'http://127.0.0.1:9',
        credential: jwt,
        tokenTransport: authServer.tokenTransport,
        clock,
      }),
    );
    expect(await indicatorOf(application).check('calls')).toEqual({
      calls: { status: 'up', credential: { endsAt: '2100-01-01T00:00:00.000Z' } },
    });
  });

  it('is checked when there is no credential', async () => {
    const application = await start(
      M2MHealthModule.forRoot({ preflight: [] }),
      M2MOutboundModule.forRoot({ name: 'm1', authServer: 'http://127.0.0.1:9' }),
    );
    expect(await indicatorOf(application).check()).toEqual({ m2m: { status: 'up' } });
  });

  it('is checked when only the receiving half is there', async () => {
    const application = await start(
      M2MHealthModule.forRoot(),
      M2MInboundModule.forRoot({ name: 'm1', keySource: () => Promise.resolve({ keys: [] }) }),
    );
    expect(await indicatorOf(application).check()).toMatchObject({ m2m: { status: 'down' } });
    expect(await application.get(M2MPreflight).report()).toMatchObject({ name: 'm1', tokens: [] });
  });

  it('has nothing to say when neither is there', async () => {
    const application = await start(M2MHealthModule.forRoot(), { module: class Empty {} });
    expect(await indicatorOf(application).check()).toEqual({ m2m: { status: 'up' } });
    expect((await application.get(M2MPreflight).run()).name).toBe('this microservice');
  });
});
