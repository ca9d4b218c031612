import type { Clock } from '../shared/clock.js';
import { parseCompactJws } from './compact-jws.js';
import type { InboundEvents } from './inbound-events.js';
import type { JwtStrategy } from './jwt.strategy.js';
import type { KeySet } from './key-set.js';
import type { VerifiedToken } from './verified-token.js';
import type { VerifiedTokenCache } from './verified-token-cache.js';

/** What a {@link TokenVerifier} is made of. */
export interface TokenVerifierParts {
  readonly strategy: JwtStrategy;
  readonly keySet: KeySet;
  readonly cache: VerifiedTokenCache;
  readonly clock: Clock;
  readonly events: InboundEvents;
}

/** Tells whether a token is good for this microservice: from memory if it can, else by signature. */
export class TokenVerifier {
  constructor(private readonly parts: TokenVerifierParts) {
    parts.keySet.onKeysGone((keyIds) => parts.cache.forgetKeys(keyIds));
  }

  /** The token if it was verified before and is still good; never waits. */
  recall(token: string): VerifiedToken | undefined {
    const verified = this.parts.cache.find(token, this.parts.clock.nowMs());
    if (verified !== undefined) this.parts.events.tokenAccepted?.('cache');
    return verified;
  }

  /**
   * Verifies a token by its form, signature and claims, and remembers it if it is good.
   *
   * @throws TokenRejected for whatever is wrong with the token.
   * @throws KeySetUnavailable when there is no key to judge it by.
   */
  async verify(token: string): Promise<VerifiedToken> {
    const { strategy, keySet, cache, clock, events } = this.parts;
    const judge = async () => strategy.verify(parseCompactJws(token));
    const verified = await (events.verifying?.(judge) ?? judge());
    // The set may have changed while the token was on its way through the strategy.
    if (keySet.holds(verified.keyId)) cache.add(verified, clock.nowMs());
    events.tokenAccepted?.('signature');
    return verified;
  }
}
