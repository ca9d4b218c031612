import { HttpService } from '@nestjs/axios';
import { create } from 'axios';
import { AccessTokens } from '../../libs/m2m/src/outbound/access-tokens.js';
import { TokenClientService } from '../../libs/m2m/src/outbound/token-client.service.js';
import type {
  M2MOutboundOptions,
  ResolvedOutboundOptions,
} from '../../libs/m2m/src/outbound/outbound-options.js';
import {
  noOutboundEvents,
  type OutboundEvents,
} from '../../libs/m2m/src/outbound/outbound-events.port.js';
import { resolveOutboundOptions } from '../../libs/m2m/src/outbound/resolve-outbound-options.js';
import { FakeClock } from './fake-clock.js';
import { StubAuthServer } from './stub-auth-server.js';
import { StubTarget } from './stub-target.js';

/** Options of the microservice `m1`, with a clock that only tests and waits move, and no jitter. */
export function outboundFixture(
  options: Partial<M2MOutboundOptions> & Pick<M2MOutboundOptions, 'authServer'>,
): {
  readonly clock: FakeClock;
  readonly waitsMs: number[];
  readonly options: ResolvedOutboundOptions;
} {
  const clock = new FakeClock();
  const waitsMs: number[] = [];
  const resolved = resolveOutboundOptions({
    name: 'm1',
    credential: 'bootstrap',
    clock,
    random: () => 1,
    wait: (ms) => {
      waitsMs.push(ms);
      clock.advance(ms);
      return Promise.resolve();
    },
    ...options,
  });
  return { clock, waitsMs, options: resolved };
}

/** An auth-server, a target, and a canary on another address that no token may ever reach. */
export interface OutboundBench {
  readonly authServer: StubAuthServer;
  readonly m2: StubTarget;
  readonly canary: StubTarget;
  /** The tokens and the client of `m1` as the module makes them, which knows `m2` and asks once. */
  readonly start: (options?: Partial<M2MOutboundOptions>) => OutboundStart;
}

export interface OutboundStart {
  readonly clock: FakeClock;
  readonly tokens: AccessTokens;
  readonly client: TokenClientService;
  /** Every event so far, as `[name, ...arguments]`. */
  readonly log: unknown[][];
}

/** A bench that is new for each test of the `describe` it is called in, and cleared away after it. */
export function outboundBench(): OutboundBench {
  const now = {} as { -readonly [Part in keyof OutboundBench]: OutboundBench[Part] };
  let clients: TokenClientService[] = [];
  beforeEach(async () => {
    now.authServer = await new StubAuthServer().listen();
    now.m2 = await new StubTarget().listen();
    now.canary = await new StubTarget().listen('127.0.0.2');
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.onApplicationShutdown();
    await Promise.all([now.authServer.close(), now.m2.close(), now.canary.close()]);
  });
  now.start = (options = {}) => {
    const { events, log } = recordedEvents();
    const fixture = outboundFixture({
      authServer: now.authServer.url,
      targets: { m2: now.m2.url },
      attempts: 1,
      events,
      ...options,
    });
    const tokens = new AccessTokens(fixture.options);
    const client = new TokenClientService(fixture.options, tokens, new HttpService(create()));
    clients.push(client);
    return { clock: fixture.clock, tokens, client, log };
  };
  return now;
}

/** Waits for what happens in the background, where no promise is at hand. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until an event has been heard so many times. */
export function heard(log: unknown[][], name: keyof OutboundEvents, times: number): Promise<void> {
  return until(() => log.filter(([event]) => event === name).length >= times);
}

/** Listens to everything and writes it down as `[name, ...arguments]`. */
export function recordedEvents(): { events: OutboundEvents; log: unknown[][] } {
  const log: unknown[][] = [];
  const names = Object.keys(noOutboundEvents) as (keyof OutboundEvents)[];
  const events = Object.fromEntries(
    names.map((name) => [name, (...args: unknown[]) => void log.push([name, ...args])]),
  ) as unknown as OutboundEvents;
  return { events, log };
}
