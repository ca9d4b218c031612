import type { M2MCaller } from '../shared/caller.js';
import type { Clock } from '../shared/clock.js';
import { TokenRejected } from '../shared/token-rejected.error.js';
import { parseCompactJws } from './compact-jws.js';
import { JwtStrategy } from './jwt.strategy.js';
import type { KeySet } from './key-set.js';

/** What an {@link AccessTokenInspector} is made of. */
export interface AccessTokenInspectorParts {
  /** The issuer's keys. */
  readonly keySet: KeySet;
  /** The only issuer whose tokens are accepted. */
  readonly issuer: string;
  /** Tells what has expired. */
  readonly clock: Clock;
}

/** An access token that holds. */
export interface InspectedToken {
  /** Whom it speaks for. */
  readonly caller: M2MCaller;
  /** The microservice that it is for: its `aud`. */
  readonly target: string;
  /** The `kid` of the key that signed it. */
  readonly keyId: string;
}

const LIMITS = { clockToleranceSec: 30, maxTokenLifetimeSec: 7200 } as const;

/**
 * Verifies access tokens whichever microservice they are for: for the issuer itself, which
 * introspects (RFC 7662) and exchanges (RFC 8693) them. A microservice needs the guard instead,
 * since only its own tokens may count there.
 */
export class AccessTokenInspector {
  constructor(private readonly parts: AccessTokenInspectorParts) {}

  /**
   * Who a token speaks for, and to whom. Signature and every claim but the audience are judged as
   * the guard judges them.
   *
   * @throws TokenRejected for whatever is wrong with the token.
   * @throws KeySetUnavailable when there is no key to judge it by.
   */
  async inspect(token: string): Promise<InspectedToken> {
    const { keySet, issuer, clock } = this.parts;
    const jws = parseCompactJws(token);
    const { aud: target } = jws.claims;
    if (typeof target !== 'string' || target === '') {
      throw new TokenRejected('M2M_AUDIENCE_MISMATCH', 'The token must be for one microservice.');
    }
    const expected = { ...LIMITS, kind: 'access-token', audience: target, issuer } as const;
    const { caller, keyId } = await new JwtStrategy({ keySet, expected, clock }).verify(jws);
    return { caller, target, keyId };
  }
}
