import type { CoreClock } from '../clock.js';
import type { KeyRing } from '../keys/key-ring.js';
import { jwtClaims } from './jwt-claims.js';
import type { JwtRequest } from './jwt-request.js';
import { signJwt } from './sign-jwt.js';

/** The answer of `POST /recipe/jwt`, members in the core's order. */
export type JwtAnswer =
  | { readonly status: 'OK'; readonly jwt: string }
  | { readonly status: 'UNSUPPORTED_ALGORITHM_ERROR' };

/** Turns a checked request into a signed token. */
export class JwtIssuer {
  constructor(
    private readonly ring: KeyRing,
    private readonly clock: CoreClock,
  ) {}

  /** Signs with the static or the dynamic key; only RS256 is supported. */
  async issue(request: JwtRequest): Promise<JwtAnswer> {
    if (request.algorithm !== 'RS256') return { status: 'UNSUPPORTED_ALGORITHM_ERROR' };
    const { ring, clock } = this;
    const key = request.useStaticSigningKey ? ring.staticKey() : await ring.dynamicKey();
    return { status: 'OK', jwt: await signJwt(jwtClaims(request, clock.nowMs()), key) };
  }
}
