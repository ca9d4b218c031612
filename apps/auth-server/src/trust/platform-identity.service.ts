import type { Clock } from '@app/m2m';
import type { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import type { TrustRule } from '../policy/trust-rule.js';
import type { PresentedCredential } from '../registry/credential-standing.js';
import type { ForeignKeys } from './foreign-keys.js';
import { judgePlatformToken, rulesFor, type PlatformRefusal } from './judge-platform-token.js';
import { hasCandidate, isSignedBy } from './jwt-signature.js';
import { parseSignedJwt, type SignedJwt } from './signed-jwt.js';

/** What a {@link PlatformIdentity} is made of. */
export interface PlatformIdentityParts {
  readonly policy: Pick<PolicySnapshots, 'current'>;
  readonly keys: Pick<ForeignKeys, 'keysAt'>;
  readonly clock: Clock;
  /** `iss` of the tokens that are issued here: never a platform's, whatever the policy says. */
  readonly ownIssuer: string;
}

/** Who a platform's token stands for, or why it stands for nobody. */
export type PlatformVerdict =
  | { readonly ok: true; readonly caller: PresentedCredential }
  | { readonly ok: false; readonly reason: PlatformRefusal | 'platform_signature' };

/** Values of `typ` in the tokens of platforms, in lower case; JWT-SVIDs may say JOSE. */
const TYPES = ['jwt', 'jose'];

/** Tells who a token stands for that a platform issued to one of its workloads. */
export class PlatformIdentity {
  constructor(private readonly parts: PlatformIdentityParts) {}

  /** Whether a token says that it comes from an issuer that the policy trusts; never waits. */
  isForeign(token: string): boolean {
    return this.read(token) !== undefined;
  }

  /**
   * The microservice that a token stands for. It may be shown again while it counts: a platform
   * gives a workload one token for many requests, so its age is bounded, not its use.
   *
   * @throws {ForeignKeysUnavailable} The issuer's keys cannot be fetched.
   */
  async authenticatePlatformToken(token: string): Promise<PlatformVerdict> {
    const read = this.read(token);
    if (read === undefined) return { ok: false, reason: 'platform_signature' };
    const { jwt, rules } = read;
    const keys = await this.parts.keys.keysAt(placeOf(rules), (jwks) => hasCandidate(jwt, jwks));
    if (!isSignedBy(jwt, keys)) return { ok: false, reason: 'platform_signature' };
    const judged = judgePlatformToken(jwt.claims, rules, this.parts.clock.nowMs());
    if (typeof judged === 'string') return { ok: false, reason: judged };
    const { rule, issuedAt, expiresAt, tokenId } = judged;
    const { microservice: name, issuer: platformIssuer } = rule;
    return { ok: true, caller: { name, issuedAt, expiresAt, tokenId, platformIssuer } };
  }

  private read(
    token: string,
  ): { readonly jwt: SignedJwt; readonly rules: readonly TrustRule[] } | undefined {
    const { policy, ownIssuer } = this.parts;
    const { trust } = policy.current();
    if (trust.length === 0) return undefined;
    const jwt = parseSignedJwt(token, TYPES);
    if (jwt === undefined || jwt.claims['iss'] === ownIssuer) return undefined;
    const rules = rulesFor(jwt.claims, trust);
    return rules.length === 0 ? undefined : { jwt, rules };
  }
}

/** Where the keys of an issuer are; all its rules agree on that. */
function placeOf([rule]: readonly TrustRule[]): string {
  return rule?.jwksUri ?? `issuer ${rule?.issuer ?? ''}`;
}
