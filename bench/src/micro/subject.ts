import { resolveInboundOptions } from '../../../libs/m2m/src/inbound/inbound-options.js';
import { JwtStrategy } from '../../../libs/m2m/src/inbound/jwt.strategy.js';
import { KeySet } from '../../../libs/m2m/src/inbound/key-set.js';
import { RevocationFeed } from '../../../libs/m2m/src/inbound/revocation-feed.js';
import { TokenVerifier } from '../../../libs/m2m/src/inbound/token-verifier.js';
import { VerifiedTokenCache } from '../../../libs/m2m/src/inbound/verified-token-cache.js';
import type { TokenForge } from '../../../test/support/token-forge.js';

/** What the module makes for the guard, without Nest. */
export interface VerifierParts {
  readonly verifier: TokenVerifier;
  readonly cache: VerifiedTokenCache;
}

/** The verifier of the microservice m2, with the keys of a forge. */
export function makeVerifier(forge: TokenForge, maxEntries = 10_000): VerifierParts {
  const {
    keySource,
    timing,
    expected,
    revocations: plan,
    clock,
    events,
  } = resolveInboundOptions({
    name: 'm2',
    keySource: () => Promise.resolve(forge.jwks()),
    verifiedTokenCache: { maxEntries },
  });
  const keySet = new KeySet({ source: keySource, timing, clock, events });
  const cache = new VerifiedTokenCache(maxEntries);
  const revocations = new RevocationFeed({ ...plan, clock });
  const strategy = new JwtStrategy({ keySet, expected, clock });
  return {
    verifier: new TokenVerifier({ strategy, keySet, cache, revocations, clock, events }),
    cache,
  };
}

/**
 * Makes header values as a server gets them: text that is new in each request, and flat.
 *
 * @param values what is sent in turn
 */
export function freshHeaders(values: readonly string[]): (count: number) => readonly string[] {
  const bytes = values.map((value) => Buffer.from(value, 'latin1'));
  let turn = 0;
  return (count) =>
    Array.from({ length: count }, () =>
      (bytes[turn++ % bytes.length] as Buffer).toString('latin1'),
    );
}
