import { DEFAULT_ISSUER } from '../shared/claims.js';
import { systemClock, type Clock } from '../shared/clock.js';
import type { ClaimExpectations, TokenKind } from './claim-rules.js';
import type { InboundEvents } from './inbound-events.js';
import type { KeySetTiming } from './key-set.js';
import { remoteKeySource, type KeySetFetchLimits } from './key-set-fetcher.js';
import type { KeySource } from './key-source.port.js';
import { OptionReader } from './option-reader.js';
import {
  readRevocationOptions,
  type M2MRevocationOptions,
  type RevocationPlan,
} from './revocation-options.js';

/** What the receiving side of a microservice can be told. Only `name` and a key source are needed. */
export interface M2MInboundOptions {
  /** This microservice; the only audience whose tokens are accepted. */
  readonly name: string;
  /**
   * Base URL of the auth-server, or several of equal right, tried in turn; the key set is read from
   * `/.well-known/jwks.json` below it.
   */
  readonly authServer?: string | readonly string[];
  /** URL of the issuer's key set, when it is not where `authServer` would have it. */
  readonly jwksUri?: string;
  /** The key set from elsewhere than a URL; excludes `jwksUri`. */
  readonly keySource?: KeySource;
  /** The only issuer whose tokens are accepted. Default `auth-server`. */
  readonly issuer?: string;
  /** The kind of token that is accepted. Default `access-token`. */
  readonly accepts?: TokenKind;
  /** How far clocks may differ, in seconds: 0 to 60, default 30. */
  readonly clockToleranceSec?: number;
  /** Longest `exp - iat` in seconds. Default 7 200, or 100 years for bootstrap tokens. */
  readonly maxTokenLifetimeSec?: number;
  /** The realm named in `WWW-Authenticate`. Default: `name`. */
  readonly realm?: string;
  /** Allows a key set over plain http from another machine under `NODE_ENV=production`. Default false. */
  readonly allowInsecureHttp?: boolean;
  /** Tokens that verified once, remembered until they end. */
  readonly verifiedTokenCache?: {
    /** Most tokens remembered: 1 to 1 000 000, default 10 000. */
    readonly maxEntries?: number;
  };
  /**
   * Limits and timing of the key set. Defaults: `deadlineMs` 3 s, `maxBytes` 1 MB,
   * `refreshIntervalMs` 5 min, `cooldownMs` 30 s, `maxStaleMs` 24 h. With a `keySource`, where no
   * endpoint has to be spared, `refreshIntervalMs` is 10 s and `cooldownMs` 1 s.
   */
  readonly keySet?: Partial<KeySetFetchLimits & KeySetTiming>;
  /**
   * How the auth-server's list of revocations is followed. By default it is, at `/revocations` below
   * each `authServer` given; an auth-server that has none (404) is not asked again.
   */
  readonly revocations?: M2MRevocationOptions;
  /** Tokens that are bound to a key (DPoP, RFC 9449). */
  readonly dpop?: M2MDpopOptions;
  /** Default: the system's clocks. */
  readonly clock?: Clock;
  /** Hears what the receiving half does, beside the log. */
  readonly events?: InboundEvents;
}

/** How proofs of possession are judged; a bound token needs one with every request. */
export interface M2MDpopOptions {
  /**
   * Base URL by which callers reach this microservice, or several: what the `htu` of a proof must
   * begin with. Needed behind a proxy that ends TLS or changes host or path. Default: the protocol of
   * the connection and the `Host` of the request.
   */
  readonly publicUrl?: string | readonly string[];
  /**
   * Most proofs remembered, each for a minute, so that none counts twice: 1000 to 10 000 000, default
   * 100 000. When it is full, new ones are answered with 503.
   */
  readonly maxProofs?: number;
}

/** {@link M2MInboundOptions} after every check, with every default filled in. */
export interface ResolvedInboundOptions {
  readonly expected: ClaimExpectations;
  readonly realm: string;
  readonly maxCachedTokens: number;
  readonly keySource: KeySource;
  readonly timing: KeySetTiming;
  readonly revocations: RevocationPlan;
  readonly dpop: { readonly publicUrls: readonly string[]; readonly maxProofs: number };
  readonly clock: Clock;
  readonly events: InboundEvents;
}

const DEFAULT_MAX_LIFETIME_SEC = {
  'access-token': 7200,
  'bootstrap-token': 3_153_600_000,
} as const;
const ENDPOINT_TIMING = { refresh: 300_000, cooldown: 30_000 } as const;
const OWN_SOURCE_TIMING = { refresh: 10_000, cooldown: 1000 } as const;
const WELL_KNOWN_PATH = '/.well-known/jwks.json';
const REVOCATIONS_PATH = '/revocations';

const OPTION_NAMES = [
  'name',
  'authServer',
  'jwksUri',
  'keySource',
  'issuer',
  'accepts',
  'clockToleranceSec',
  'maxTokenLifetimeSec',
  'realm',
  'allowInsecureHttp',
  'verifiedTokenCache',
  'keySet',
  'revocations',
  'dpop',
  'clock',
  'events',
] as const satisfies readonly (keyof M2MInboundOptions)[];

/**
 * Checks the options once and fills in the defaults.
 *
 * @param environment `NODE_ENV`; under `production` a key set over plain http is refused.
 * @throws M2MOptionsError naming every wrong option, what was given, and the repair.
 */
export function resolveInboundOptions(
  options: M2MInboundOptions,
  environment: string | undefined = process.env['NODE_ENV'],
): ResolvedInboundOptions {
  const read = new OptionReader(options, OPTION_NAMES);
  const audience = read.microserviceName('name');
  const issuer = read.text('issuer', DEFAULT_ISSUER);
  const kind = read.oneOf('accepts', ['access-token', 'bootstrap-token'], 'access-token');
  const clockToleranceSec = read.integer('clockToleranceSec', 30, 0, 60);
  const maxTokenLifetimeSec = read.integer(
    'maxTokenLifetimeSec',
    DEFAULT_MAX_LIFETIME_SEC[kind],
    1,
    DEFAULT_MAX_LIFETIME_SEC['bootstrap-token'],
  );
  const realm = read.text('realm', audience);
  const cache = read.section('verifiedTokenCache', ['maxEntries']);
  const maxCachedTokens = cache.integer('maxEntries', 10_000, 1, 1_000_000);
  const [limits, timing] = readKeySetOptions(read);
  const authServers = read.urls('authServer');
  const keySource = readKeySource(read, { authServers, limits, environment });
  const revocations = readRevocationOptions(read, {
    uris: kind === 'access-token' ? below(authServers, REVOCATIONS_PATH) : [],
  });
  const dpop = readDpopOptions(read);
  const clock = read.object<Clock>('clock', systemClock);
  const events = read.object<InboundEvents>('events', {});
  read.throwProblems();
  const expected = { kind, audience, issuer, clockToleranceSec, maxTokenLifetimeSec };
  return Object.freeze({
    expected,
    realm,
    maxCachedTokens,
    keySource,
    timing,
    revocations,
    dpop,
    clock,
    events,
  });
}

function readDpopOptions(read: OptionReader): ResolvedInboundOptions['dpop'] {
  const dpop = read.section('dpop', ['publicUrl', 'maxProofs']);
  return {
    publicUrls: dpop.urls('publicUrl').map(({ origin, pathname }) => origin + pathname),
    maxProofs: dpop.integer('maxProofs', 100_000, 1000, 10_000_000),
  };
}

function readKeySetOptions(read: OptionReader): readonly [KeySetFetchLimits, KeySetTiming] {
  const keySet = read.section('keySet', [
    'deadlineMs',
    'maxBytes',
    'refreshIntervalMs',
    'cooldownMs',
    'maxStaleMs',
  ]);
  const limits = {
    deadlineMs: keySet.integer('deadlineMs', 3000, 1, 60_000),
    maxBytes: keySet.integer('maxBytes', 1_048_576, 1024, 16_777_216),
  };
  const byDefault = read.has('keySource') ? OWN_SOURCE_TIMING : ENDPOINT_TIMING;
  const timing = {
    refreshIntervalMs: keySet.integer('refreshIntervalMs', byDefault.refresh, 1000, 86_400_000),
    cooldownMs: keySet.integer('cooldownMs', byDefault.cooldown, 1000, 3_600_000),
    maxStaleMs: keySet.integer('maxStaleMs', 86_400_000, 1000, 2_592_000_000),
  };
  if (timing.maxStaleMs < timing.refreshIntervalMs) {
    keySet.report('maxStaleMs', 'must not be less than keySet.refreshIntervalMs: raise it.');
  }
  return [limits, timing];
}

interface KeySetSurroundings {
  readonly authServers: readonly URL[];
  readonly limits: KeySetFetchLimits;
  readonly environment: string | undefined;
}

function readKeySource(
  read: OptionReader,
  { authServers, limits, environment }: KeySetSurroundings,
): KeySource {
  const own = read.callable('keySource') as KeySource | undefined;
  const given = read.url('jwksUri');
  const isInsecureAllowed = read.flag('allowInsecureHttp', false) || environment !== 'production';
  if (read.has('keySource') && read.has('jwksUri')) {
    read.report('keySource', 'and "jwksUri" exclude each other: keep one.');
  }
  if (own !== undefined) return own;
  const uris = given === undefined ? below(authServers, WELL_KNOWN_PATH) : [given];
  if (uris.length === 0 && !['jwksUri', 'authServer', 'keySource'].some((name) => read.has(name))) {
    read.report('authServer', 'is missing: give it, "jwksUri" or "keySource".');
  }
  const isInsecure = uris.some(
    ({ protocol, hostname }) => protocol === 'http:' && !isLoopback(hostname),
  );
  if (isInsecure && !isInsecureAllowed) {
    read.report(
      given === undefined ? 'authServer' : 'jwksUri',
      'uses plain http in production: use https, or set "allowInsecureHttp" if the network is safe.',
    );
  }
  // Without a URL a problem has been reported, so what is made here is never used.
  return remoteKeySource(
    uris.map(({ href }) => href),
    limits,
  );
}

function below(authServers: readonly URL[], path: string): readonly URL[] {
  return authServers.map(
    ({ origin, pathname }) => new URL(origin + pathname.replace(/\/+$/, '') + path),
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
