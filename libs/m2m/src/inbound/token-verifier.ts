import type { Clock } from '../shared/clock.js';
import { TokenRejected } from '../shared/token-rejected.error.js';
import { parseCompactJws } from './compact-jws.js';
import type { InboundEvents } from './inbound-events.js';
import type { JwtStrategy } from './jwt.strategy.js';
import type { KeySet } from './key-set.js';
import { presentedToken, type TokenScheme } from './presented-token.js';
import type { RevocationFeed } from './revocation-feed.js';
import type { VerifiedToken } from './verified-token.js';
import type { VerifiedTokenCache } from './verified-token-cache.js';

/** What a {@link TokenVerifier} is made of. */
export interface TokenVerifierParts {
  readonly strategy: JwtStrategy;
  readonly keySet: KeySet;
  readonly cache: VerifiedTokenCache;
  readonly revocations: RevocationFeed;
  readonly clock: Clock;
  readonly events: InboundEvents;
}

/** Tells whether a token is good for this microservice: from memory if it can, else by signature. */
export class TokenVerifier {
  constructor(private readonly parts: TokenVerifierParts) {
    parts.keySet.onKeysGone((keyIds) => parts.cache.forgetKeys(keyIds));
  }

  /**
   * The token of an `Authorization` value that was verified before and is still good; never waits.
   *
   * @throws TokenRejected `M2M_TOKEN_REVOKED` when it was revoked since.
   */
  recall(authorization: string | undefined): VerifiedToken | undefined {
    if (authorization === undefined) return undefined;
    const verified = this.parts.cache.find(authorization, this.parts.clock.nowMs());
    if (verified === undefined) return undefined;
    this.parts.revocations.judge(verified);
    this.parts.events.tokenAccepted?.('cache');
    return verified;
  }

  /**
   * Verifies the token of an `Authorization` value by its form, signature and claims, and remembers
   * it if it is good. Whether the holder of a bound token proves its key is up to the guard.
   *
   * @throws TokenMissing when there is no bearer credential.
   * @throws TokenRejected for whatever is wrong with the token.
   * @throws KeySetUnavailable when there is no key to judge it by.
   */
  async verify(authorization = ''): Promise<VerifiedToken> {
    const { strategy, keySet, cache, revocations, clock, events } = this.parts;
    const { scheme, token } = presentedToken(authorization);
    const judge = () => strategy.verify(parseCompactJws(token));
    // A promise of its own only for the tracer, to whom a malformed token must be a rejection too.
    const verified = await (events.verifying?.(async () => judge()) ?? judge());
    judgeScheme(scheme, verified);
    revocations.judge(verified);
    // The set may have changed while the token was on its way through the strategy.
    if (keySet.holds(verified.keyId)) cache.add(authorization, verified, clock.nowMs());
    events.tokenAccepted?.('signature');
    return verified;
  }

  /**
   * For routes that would rather refuse than not know what was revoked lately.
   *
   * @throws RevocationsStale when it is not known.
   */
  demandFreshRevocations(): void {
    this.parts.revocations.demandFresh();
  }
}

/** A bound token is good only beside a proof, and no other token gains anything by one. */
function judgeScheme(scheme: TokenScheme, { binding }: VerifiedToken): void {
  if (scheme === 'Bearer' && binding !== undefined) {
    throw new TokenRejected(
      'M2M_TOKEN_BOUND',
      'The token is bound to a key: over HTTP send it as "Authorization: DPoP <token>" with a proof in "DPoP"; other transports take no such token.',
    );
  }
  if (scheme === 'DPoP' && binding === undefined) {
    throw new TokenRejected(
      'M2M_TOKEN_NOT_BOUND',
      'The token is bound to no key: get one that is, or send it as "Authorization: Bearer <token>".',
    );
  }
}
