import type { M2MInboundOptions } from '../inbound/inbound-options.js';
import type { M2MOutboundOptions } from '../outbound/outbound-options.js';
import type { FrozenClock } from './frozen-clock.js';
import { testCredential, type InProcessAuthServer } from './in-process-auth-server.js';
import type { Switchboard } from './switchboard.js';

/** What a kit puts in the place of auth-server, network and time. */
export interface KitSeat {
  readonly clock: FrozenClock;
  readonly authServer: InProcessAuthServer;
  readonly board: Switchboard;
  /** The microservices of the policy. */
  readonly names: readonly string[];
  readonly issuer: string;
}

/** The options of the receiving half, with the keys of the kit and its clock. */
export function receivingSubstitutes(
  options: M2MInboundOptions,
  { clock, authServer }: KitSeat,
): M2MInboundOptions {
  const {
    authServer: _url,
    jwksUri: _uri,
    keySource: _source,
    revocations: { uri: _list, ...revocations } = {},
    ...own
  } = options;
  return { ...own, clock, keySource: authServer.keySource, revocations };
}

/** The options of the calling half; targets are reached over the kit's loopback port. */
export function callingSubstitutes(
  options: Omit<M2MOutboundOptions, 'authServer'>,
  { clock, authServer, board, names }: KitSeat,
): M2MOutboundOptions {
  const targets = new Set([...names, ...Object.keys(options.targets ?? {})]);
  return {
    ...options,
    authServer: board.urlOf('auth-server'),
    credential: testCredential(options.name),
    targets: Object.fromEntries([...targets].map((name) => [name, board.urlOf(name)])),
    tokenTransport: authServer.tokenTransport,
    clock,
    // Waiting costs the test no time, and a fixed jitter makes it repeatable.
    wait: (ms) => Promise.resolve(clock.advance(ms)),
    random: () => 0.5,
  };
}
