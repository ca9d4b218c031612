import { randomUUID, type KeyObject } from 'node:crypto';
import { Strategy, type SecretOrKeyProvider } from 'passport-jwt';
import type { Clock } from '../shared/clock.js';
import { KeySetUnavailable } from '../shared/request-refused.error.js';
import { TokenRejected } from '../shared/token-rejected.error.js';
import { judgeClaims, type ClaimExpectations } from './claim-rules.js';
import type { CompactJws } from './compact-jws.js';
import { signatureHolds } from './jws-signature.js';
import type { KeySet } from './key-set.js';
import { verifiedToken, type VerifiedToken } from './verified-token.js';

/** What a {@link JwtStrategy} is made of. */
export interface JwtStrategyParts {
  readonly keySet: KeySet;
  readonly expected: ClaimExpectations;
  readonly clock: Clock;
}

type ProvideKey = (
  jws: CompactJws,
  token: string,
  done: (reason: unknown, key?: KeyObject) => void,
) => void;
type Judge = (jws: CompactJws) => VerifiedToken;

/**
 * The first sight of a token: a strategy of `passport-jwt` with a key of the {@link KeySet}, the RS256
 * signature, and the claim gate.
 *
 * It is run by `verify`, without passport and its registry of names, so any number of
 * strategies, the application's own `jwt` included, live side by side. The signature is checked by
 * `node:crypto` over the form that was read strictly before, at once when the key is in memory; the
 * lenient second reading of `jsonwebtoken` is left out. Every failure inside is a refusal; only a
 * missing key set is not the token's fault.
 */
export class JwtStrategy extends Strategy {
  /** Of no two strategies the same, so that it cannot take the place of another in passport. */
  override name: string;
  private readonly provideKey: ProvideKey;
  private readonly judge: Judge;

  /** @internal Made by {@link M2MInboundModule}. */
  constructor({ keySet, expected, clock }: JwtStrategyParts) {
    const provideKey: ProvideKey = ({ keyId }, _token, done) => {
      const known = keySet.keyAtHand(keyId);
      if (known !== undefined) return done(null, known);
      keySet
        .keyFor(keyId)
        .then((key) => done(null, key))
        .catch(done);
    };
    const judge: Judge = (jws) => {
      judgeClaims(jws.claims, jws.keyId, clock.nowMs(), expected);
      return verifiedToken(jws, expected.clockToleranceSec);
    };
    super(
      {
        jwtFromRequest: (jws: CompactJws) => jws.token,
        // Its types know of no KeyObject, which spares parsing PEM per call.
        secretOrKeyProvider: provideKey as SecretOrKeyProvider,
        algorithms: ['RS256'],
        // Time is judged in the claim gate, with the injected clock.
        ignoreExpiration: true,
        jsonWebTokenOptions: { ignoreNotBefore: true },
        passReqToCallback: true,
      },
      (jws: CompactJws, _claims: unknown, done) => done(null, judge(jws)),
    );
    this.provideKey = provideKey;
    this.judge = judge;
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
    return new Promise((success, refuse) => {
      // passport's way of one strategy for many requests: a per-request heir with the callbacks on it.
      const run = Object.create(this) as JwtStrategy;
      run.success = success;
      run.fail = refuse;
      run.error = refuse;
      run.authenticate(jws);
    });
  }

  /** Decides before it returns when the key is in memory. */
  override authenticate(request: unknown): void {
    const jws = request as CompactJws;
    const decide = (reason: unknown, key?: KeyObject): void => {
      if (key === undefined) return this.refuse(reason);
      if (!signatureHolds(jws, key)) return this.refuse(undefined);
      this.success(this.judge(jws));
    };
    try {
      this.provideKey(jws, jws.token, decide);
    } catch (reason) {
      this.refuse(reason);
    }
  }

  private refuse(reason: unknown): void {
    if (reason instanceof KeySetUnavailable) return this.error(reason);
    this.fail(reason instanceof TokenRejected ? reason : signatureInvalid(reason), 401);
  }
}

function signatureInvalid(cause: unknown): TokenRejected {
  return new TokenRejected('M2M_SIGNATURE_INVALID', 'The signature of the token does not hold.', {
    cause,
  });
}
