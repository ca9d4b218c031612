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

/** Options of the microservice `m1`, with a clock that only tests and waits move, and no jitter. */
export function outboundFixture(
  options: Partial<M2MOutboundOptions> & { authServer: string | string[] },
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

/** Listens to everything and writes it down as `[name, ...arguments]`. */
export function recordedEvents(): { events: OutboundEvents; log: unknown[][] } {
  const log: unknown[][] = [];
  const names = Object.keys(noOutboundEvents) as (keyof OutboundEvents)[];
  const events = Object.fromEntries(
    names.map((name) => [name, (...args: unknown[]) => void log.push([name, ...args])]),
  ) as unknown as OutboundEvents;
  return { events, log };
}
