import { randomUUID } from 'node:crypto';
import { Strategy } from 'passport-jwt';
import type { Clock } from '../shared/clock.js';
import { KeySetUnavailable } from '../shared/request-refused.error.js';
import { TokenRejected } from '../shared/token-rejected.error.js';
import { judgeClaims, type ClaimExpectations } from './claim-rules.js';
import type { CompactJws } from './compact-jws.js';
import type { KeySet } from './key-set.js';
import { verifiedToken, type VerifiedToken } from './verified-token.js';

/** What a {@link JwtStrategy} is made of. */
export interface JwtStrategyParts {
  readonly keySet: KeySet;
  readonly expected: ClaimExpectations;
  readonly clock: Clock;
}

/**
 * The first sight of a token: `passport-jwt` checks the RS256 signature with a key of the
 * {@link KeySet}, the claim gate judges the rest.
 *
 * It is run by `verify`, without passport and its registry of names, so any number of
 * strategies, the application's own `jwt` included, live side by side. Every failure inside is a
 * refusal; only a missing key set is not the token's fault.
 */
export class JwtStrategy extends Strategy {
  /** Of no two strategies the same, so that it cannot take the place of another in passport. */
  override name: string;

  /** @internal Made by {@link M2MInboundModule}. */
  constructor({ keySet, expected, clock }: JwtStrategyParts) {
    super(
      {
        jwtFromRequest: (jws: CompactJws) => jws.token,
        secretOrKeyProvider: (jws: CompactJws, _token, done) => {
          keySet
            .keyFor(jws.keyId)
            // The types lag behind: jsonwebtoken 9 takes a KeyObject, which spares parsing PEM per call.
            .then((key) => done(null, key as unknown as Buffer))
            .catch(done);
        },
        algorithms: ['RS256'],
        // Time is judged in the claim gate, with the injected clock.
        ignoreExpiration: true,
        jsonWebTokenOptions: { ignoreNotBefore: true },
        passReqToCallback: true,
      },
      // The claims were read strictly from the same bytes before; passport's lenient copy is not used.
      (jws: CompactJws, _claims: unknown, done) => {
        judgeClaims(jws.claims, jws.keyId, clock.nowMs(), expected);
        done(null, verifiedToken(jws, expected.clockToleranceSec));
      },
    );
    this.name = `m2m-${expected.audience}-${randomUUID()}`;
  }

  /**
   * Verifies one token.
   *
   * @internal Called by the guard.
   *
   * @throws TokenRejected for whatever is wrong with the token.
   * @throws KeySetUnavailable when there is no key to judge it by.
   */
  verify(jws: CompactJws): Promise<VerifiedToken> {
    return new Promise((resolve, reject) => {
      const refuse = (reason: unknown) => reject(asRefusal(reason));
      // passport's way of one strategy for many requests: a per-request heir with the callbacks on it.
      const run = Object.assign(Object.create(this) as Strategy, {
        success: resolve,
        fail: refuse,
        error: refuse,
      });
      run.authenticate(jws as never);
    });
  }
}

function asRefusal(reason: unknown): TokenRejected | KeySetUnavailable {
  if (reason instanceof TokenRejected || reason instanceof KeySetUnavailable) return reason;
  return new TokenRejected('M2M_SIGNATURE_INVALID', 'The signature of the token does not hold.', {
    cause: reason,
  });
}
